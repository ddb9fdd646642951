"""Set up logprose on a machine that has only Python with venv and pip, and open it; or run its tests.

    python3 bootstrap.py         sets up what is missing, then opens the editor on a sample draft
    python3 bootstrap.py test    sets up what is missing, then runs the checks and the tests

Everything is installed into .venv beside this file; nothing else on the machine is changed, but for the model, which
goes to the user's cache directory. Both may be run again at any time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
DRAFT = HERE / "draft.md"
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "-n", "4", "--dist", "worksteal"),  # they wait a lot; each loads the model, a gigabyte and more
)


def install(extra: str) -> None:
    """Make the environment and install the project with `extra`, unless that was done for this pyproject.toml."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f"installed{extra.replace('[', '-').rstrip(']')}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if not (BIN / "python").exists():
        print(f"making {ENVIRONMENT} ...", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    print("installing logprose and what it needs (torch is the largest part) ...", flush=True)
    subprocess.run([BIN / "python", "-m", "pip", "install", "--quiet", "--editable", f"{HERE}{extra}"], check=True)
    stamp.write_text(wanted)


def fetch_model() -> bool:
    """Get the default model unless it is there; says whether it is."""
    ready = subprocess.run([BIN / "logprose", "model", "path"], capture_output=True, check=False).returncode == 0
    return ready or subprocess.run([BIN / "logprose", "model", "fetch"], check=False).returncode == 0


def open_editor() -> int:
    """Open the editor on a copy of the sample draft."""
    install("[code]")
    if not fetch_model():
        print("Going on without the model: the editor works, but underlines nothing.", file=sys.stderr)
    if not DRAFT.exists():
        shutil.copyfile(HERE / "samples" / "draft.md", DRAFT)
    return subprocess.run([BIN / "logprose", DRAFT], check=False).returncode


def run_tests(arguments: list[str]) -> int:
    """Run linters, type checker, import rules and tests; `arguments` go to pytest."""
    install("[test]")
    if not fetch_model():
        return 1
    for name, *options in CHECKS:
        print(f"== {name} {' '.join(options)}", flush=True)
        status = subprocess.run(
            [BIN / name, *options, *(arguments if name == "pytest" else [])], cwd=HERE, check=False
        ).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # this file is run by whatever Python there is
        sys.exit("logprose needs Python 3.11 or newer; run this with such a one, e.g. python3.12 bootstrap.py")
    try:
        if len(sys.argv) == 1:
            sys.exit(open_editor())
        if sys.argv[1] == "test":
            sys.exit(run_tests(sys.argv[2:]))
        sys.exit(__doc__)
    except subprocess.CalledProcessError as error:
        sys.exit(f"bootstrap: {error.cmd[0]} failed (see above); mend what it says and run this again")
    except KeyboardInterrupt:
        sys.exit(130)
