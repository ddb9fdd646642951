"""Files generated from the code are current: the tables of commands and settings, the man page, the shell
completions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docs.make import MADE, completions
from editor import cli
from editor.keys.registry import COMMANDS
from editor.settings.entries import ENTRIES
from tests.project import ROOT


@pytest.mark.parametrize("name", MADE)
def test_generated_files_are_current(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    if name.endswith(".1") and sys.version_info[:2] != (3, 11):
        pytest.skip("argparse words usage lines differently in every version of Python; ours are 3.11's")
    assert (ROOT / name).read_text("utf-8") == MADE[name](), "run python -m docs.make"


def test_the_tables_hold_every_command_and_every_setting() -> None:
    commands, settings = MADE["docs/commands.md"](), MADE["docs/settings.md"]()
    assert all(f"| `{name}` |" in commands for name in COMMANDS)
    assert all(f"| `{name.rpartition('.')[2]}`" in settings for name in ENTRIES)


def test_the_man_page_names_every_verb_and_every_option() -> None:
    page = MADE["editor/shell/logprose.1"]().replace("\\-", "-")
    for name, verb in cli.command_line().verbs.items():
        assert f"logprose {name}" in page
        options = {option for action in verb._actions for option in action.option_strings}
        assert all(option in page for option in options - {"-h", "--help"})


# -- completions -------------------------------------------------------------------------------------------------------


def offered(folder: Path, *words: str) -> set[str]:
    """What bash offers in `folder` for the last of `words`."""
    script = f"""{completions("bash")}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)}); COMP_CWORD={len(words) - 1}
_shtab_logprose; printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=folder, check=True)
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_verbs_drafts_options_and_their_values(tmp_path: Path) -> None:
    (tmp_path / "chapter.md").touch()
    assert offered(tmp_path, "logprose", "") == {*cli.command_line().verbs, "chapter.md"}
    assert offered(tmp_path, "logprose", "ch") == {"check", "chapter.md"}
    assert {"--help", "--version", "--no-scorer"} <= offered(tmp_path, "logprose", "--")
    assert offered(tmp_path, "logprose", "check", "--se") == {"--sensitivity"}
    assert offered(tmp_path, "logprose", "check", "--sensitivity", "") == {"strict", "normal", "eager"}
    assert offered(tmp_path, "logprose", "check", "cha") == {"chapter.md"}
    assert offered(tmp_path, "logprose", "model", "f") == {"fetch"}
    assert offered(tmp_path, "logprose", "export", "chapter.md", "--output", "c") == {"chapter.md"}


@pytest.mark.parametrize("shell", cli.SHELLS)
def test_completions_are_printed_and_name_every_verb(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--print-completion", shell])
    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    assert printed == completions(shell)
    assert all(verb in printed for verb in cli.command_line().verbs)


def test_the_wheel_installs_completions_and_man_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    installed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    made = {name for name in MADE if name.startswith("editor/shell/")}
    assert set(installed) == made


def test_the_changelog_begins_with_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## [")]
    released = [line for line in versions if line != "## [Unreleased]"]
    assert released[0].startswith(f"## [{project['version']}]")
    assert "## [Unreleased]" not in versions[1:]


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name
)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target
