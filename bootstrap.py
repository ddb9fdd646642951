"""Set up logprose on a machine that has only Python with venv and pip, then open it or run its tests.

    python3 bootstrap.py         set up what is missing, then open the editor on a sample draft
    python3 bootstrap.py test    set up what is missing, then run the checks and the tests

Everything is installed into .venv next to this file. Nothing else on the machine changes, except that the model goes to
your cache directory. You can rerun either command; it skips what is already done.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from threading import Thread
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
TORCH_FOR_CPUS = "https://download.pytorch.org/whl/cpu"
NVIDIA = "0x10de"  # the vendor's number on the PCI bus
LOOK_EVERY_S, TELL_EVERY_S = 0.5, 10.0
CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))
TESTS = ("pytest", "-n", "4", "--dist", "worksteal")  # they mostly wait; each loads the model, over a gigabyte


def install(extra: str) -> None:
    """Make the environment and install the project with `extra`, unless that was done for this pyproject.toml."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f"installed{extra.replace('[', '-').rstrip(']')}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if not (BIN / "python").exists():
        print(f"Making {ENVIRONMENT} ...", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    install_torch()
    print("Installing logprose and what it needs ...", flush=True)
    pip("--editable", f"{HERE}{extra}").check_returncode()
    stamp.write_text(wanted)


def pip(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Install something into the environment, showing what pip is doing and for how long."""
    command = [BIN / "python", "-m", "pip", "install", "--progress-bar", "off", "--no-color", "--no-input", *arguments]
    said: list[str] = []
    process = subprocess.Popen(command, text=True, errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    reader = Thread(target=said.extend, args=[process.stdout], daemon=True)
    reader.start()
    began = monotonic()
    try:
        while reader.is_alive():
            reader.join(LOOK_EVERY_S if sys.stdout.isatty() else TELL_EVERY_S)
            if reader.is_alive():
                show(f"  {doing(said)} ({monotonic() - began:.0f} s)")
        status = process.wait()
        process.stdout.close()
    finally:
        process.kill()
        show("")
    if status:
        print("".join(line for line in said if not line.startswith(("Requirement already", "Collecting"))), flush=True)
    return subprocess.CompletedProcess(command, status, "".join(said))


def doing(said: "list[str]") -> str:
    """Return what pip is doing according to its last lines, in a few words."""
    for line in reversed(said[-50:]):
        words = line.split()
        if words[:1] in (["Collecting"], ["Downloading"], ["Using"], ["Building"], ["Preparing"]) and len(words) > 1:
            name = words[-1] if words[0] == "Building" else words[2] if words[0] == "Using" and words[2:] else words[1]
            name = name.rsplit("/", 1)[-1].split("-")[0].split(">")[0].split("=")[0].split("<")[0]
            return f"{'downloading' if words[0] == 'Downloading' else 'preparing'} {name}"
        if words[:2] == ["Installing", "collected"]:
            return f"writing {len(words) - 3} packages to the disk"
    return "asking the package index"


def show(line: str) -> None:
    """Show a line in place of the last one or, if output goes to a file, below it. "" clears it."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r{line[:width]:<{width}}\r{line[:width]}", end="", flush=True)
    elif line:
        print(line, flush=True)


def install_torch() -> None:
    """Install the CPU build of torch if this machine can't use another, and say which build it gets.

    On Linux, pip's default is the CUDA build, several gigabytes larger. If the index of the small build can't be
    reached, this does nothing: torch is then installed with everything else, from pip's configured index.
    """
    if sys.platform != "linux" or has_torch():
        return
    if has_nvidia():
        print("torch: pip's default build, for this machine's NVIDIA card", flush=True)
        return
    if not is_reachable(TORCH_FOR_CPUS):
        print("torch: pip's default build; the smaller CPU build can't be reached", flush=True)
        return
    print("torch: the smaller CPU build, since there is no NVIDIA card ...", flush=True)
    if pip(torch_requirement(), "--index-url", TORCH_FOR_CPUS).returncode:
        print("torch: pip's default build instead; the CPU build could not be installed (see above)", flush=True)


def has_torch() -> bool:
    """Return True if the environment already has torch: the user's choice, or installed by an earlier run."""
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"
    return subprocess.run([BIN / "python", "-c", code], check=False).returncode == 0


def has_nvidia(root: Path = Path("/")) -> bool:
    """Return True if the machine has an NVIDIA card, even one without a driver, or may have one (WSL)."""
    if any((root / "dev").glob("nvidia*")) or (root / "dev/dxg").exists():
        return True
    vendors = (root / "sys/bus/pci/devices").glob("*/vendor")
    return any(vendor.read_text().strip() == NVIDIA for vendor in vendors)


def is_reachable(url: str) -> bool:
    """Return True if a package index answers within three seconds; pip itself would keep trying for minutes."""
    try:
        with urlopen(f"{url}/torch/", timeout=3):
            return True
    except (URLError, OSError, ValueError):
        return False


def torch_requirement() -> str:
    """Return what pyproject.toml asks for, such as torch>=2.13,<2.14."""
    import tomllib  # imported here, since older Pythons lack it and must get as far as the version check

    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    return next(str(requirement) for requirement in project["dependencies"] if requirement.startswith("torch"))


def fetch_model() -> bool:
    """Fetch the default model if it is missing. Returns True if it is there."""
    ready = subprocess.run([BIN / "logprose", "model", "path"], capture_output=True, check=False).returncode == 0
    return ready or subprocess.run([BIN / "logprose", "model", "fetch"], check=False).returncode == 0


def open_editor() -> int:
    """Open the editor on a copy of the sample draft. Returns its exit status."""
    install("[code]")
    if not fetch_model():
        print("Continuing without the model: the editor works, but underlines nothing.", file=sys.stderr)
    draft = writers_draft()
    return subprocess.run([BIN / "logprose", draft], cwd=draft.parent, check=False).returncode


def writers_draft() -> Path:
    """Return the draft in the writer's documents folder or home directory, created as a copy of the sample."""
    asked = [BIN / "python", "-c", "import platformdirs; print(platformdirs.user_documents_dir())"]
    documents = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    for directory in (documents, Path.home()):
        draft = directory / "draft.md"
        try:
            directory.mkdir(parents=True, exist_ok=True)
            if not draft.exists():
                shutil.copyfile(HERE / "samples" / "draft.md", draft)
        except OSError:
            continue
        return draft
    return HERE / "samples" / "draft.md"


def run_tests(arguments: list[str]) -> int:
    """Run linters, type checker, import rules and tests; `arguments` go to pytest. Returns the first failure, or 0."""
    install("[test]")
    if not fetch_model():
        return 1
    running = [(check, started(check)) for check in CHECKS]
    print("==", *TESTS, *arguments, flush=True)
    statuses = [subprocess.run([BIN / TESTS[0], *TESTS[1:], *arguments], cwd=HERE, check=False).returncode]
    for check, process in running:
        said, _ = process.communicate()
        print("==", *check, flush=True)
        print(said, end="", flush=True)
        statuses.append(process.returncode)
    return next(filter(None, statuses), 0)


def started(check: tuple[str, ...]) -> "subprocess.Popen[str]":
    """Start a check that runs alongside the tests, keeping its output for later."""
    name, *options = check
    return subprocess.Popen(
        [BIN / name, *options], cwd=HERE, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # any Python may run this file
        sys.exit("logprose needs Python 3.11 or newer. Run this file with one, such as: python3.12 bootstrap.py")
    try:
        if len(sys.argv) == 1:
            sys.exit(open_editor())
        if sys.argv[1] == "test":
            sys.exit(run_tests(sys.argv[2:]))
        sys.exit(__doc__)
    except subprocess.CalledProcessError as error:
        sys.exit(f"bootstrap: {error.cmd[0]} failed (see above). Fix what it reports and run this again.")
    except KeyboardInterrupt:
        sys.exit(130)
