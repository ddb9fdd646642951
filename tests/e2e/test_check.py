"""`logprose check` with the real model: its output, and the changes it makes."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from scoring.model_files import store
from tests.e2e.terminal import COMMAND, Terminal, environment
from tests.patience import PATIENCE_S

WRONG = "She go to school every days."
CLEAN = "The children walked home from school together."


def test_a_wrong_sentence_is_flagged_and_a_clean_one_is_not(home: Path) -> None:
    store.ensure("default")
    (home / "wrong.md").write_text(WRONG)
    (home / "clean.md").write_text(CLEAN)
    arguments = [*COMMAND, "check", "--format", "json", str(home / "clean.md")]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*arguments, *more], env=environment(home), capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )

    done = run(str(home / "wrong.md"))
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert {problem["path"] for problem in found} == {str(home / "wrong.md")}
    assert any(problem["kind"] in ("grammar", "spelling") and problem["suggestions"] for problem in found)
    done = run()
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


def test_a_draft_is_scored_once_and_again_when_it_changes(home: Path) -> None:
    store.ensure("default")
    draft = home / "draft.md"
    draft.write_text(f"{WRONG} {CLEAN}")
    log = home / ".state/logprose/log/check.log"

    def report(*options: str) -> tuple[str, bool]:
        """Return what is reported, and whether a worker was started for it."""
        log.unlink(missing_ok=True)
        done = subprocess.run(
            [*COMMAND, "check", *options, str(draft)],
            env=environment(home),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, "")
        return done.stdout, log.exists()

    first, was_started = report()
    assert was_started
    assert report() == (first, False)
    assert report("--no-cache") == (first, True)
    draft.write_text(f"{WRONG} {CLEAN} Nothing happend.")
    changed, was_started = report()
    assert was_started
    assert changed.startswith(first)
    assert "happened" in changed
    assert report() == (changed, False)


def test_what_is_accepted_at_the_terminal_is_in_the_file(terminal: Terminal, home: Path) -> None:
    store.ensure("default")
    draft = home / "wrong.md"
    draft.write_text(WRONG)
    terminal.run("check", "--fix", draft)
    terminal.until_shown("Enter skips")
    terminal.press("1", "q")
    terminal.until(lambda: re.search(r"status=\d", terminal.screen()) is not None, "the end of the program")
    assert draft.read_text() != WRONG
    assert draft.read_text().endswith(".")
