"""The real program on a pseudo-terminal, with a hostile text from every source that a text can have."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from editor.document import Document
from editor.recovery.journal import Journal
from editor.storage.file_lock import FileLock
from editor.text.printable import printable
from tests.e2e.pty_program import PtyProgram
from tests.e2e.terminal_grammar import findings, plain
from tests.suites.hostile_texts import document, in_toml

SIZE = (72, 440)
_SURE = 7
"""How many characters of a hostile text must be seen; not all of a long one may fit."""

_PROGRAM = """
import json, sys
from editor import cli
from editor.scorer import process
worker, hostile = sys.argv.pop(1), sys.argv.pop(1)
process.scoring_command = lambda scoring, kept=None: (sys.executable, worker, hostile)
sys.exit(cli.main())
"""
_WORKER = Path(__file__).with_name("hostile_worker.py")

_ESCAPE, _ENTER, _ALT = "\x1b[27u", "\r", "\x1b"
_F2, _F4, _F6, _F8, _SHIFT_F4, _SHIFT_F9 = "\x1bOQ", "\x1bOS", "\x1b[17~", "\x1b[19~", "\x1b[1;2S", "\x1b[20;2~"
_CTRL_HOME, _DOWN = "\x1b[1;5H", "\x1b[B"


def _pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


class HostileRun:
    """One hostile text on every surface of one run of the program.

    Args:
        home: an empty directory.
        hostile: the text; no slash, line break or NUL in it.

    Attributes:
        surfaces: those on which the text, made visible, was seen so far.
    """

    def __init__(self, home: Path, hostile: str) -> None:
        self._home = home
        self._hostile = hostile
        self._shown = printable(hostile)
        self._mark = 0
        self.surfaces: list[str] = []
        directory = home / f"dir{hostile}"
        directory.mkdir()
        self._draft = directory / f"doc{hostile}.md"
        self._other = directory / f"other{hostile}.md"
        self._lay_out(directory)

    # -- the files the program finds ----------------------------------------------------------------------------------

    def _lay_out(self, directory: Path) -> None:
        hostile, quoted = self._hostile, in_toml(self._hostile)
        config = self._home / ".config" / "logprose"
        (config / "themes").mkdir(parents=True)
        (config / "settings.toml").write_text(
            f'theme = "theme" \nfocus = {in_toml("focus" + hostile)}\n{quoted} = 1\n'
            f'[keys]\n{quoted} = ["ctrl+s"]\nsave = [{quoted}]\n'
        )
        (config / "themes" / f"theme{hostile}.toml").write_text(f"dark = true\ninherits = {quoted}\n")
        (config / "themes" / f"zbad{hostile}.toml").write_text(f"[{quoted}]\ncolour = {quoted}\n")
        (directory / ".logprose.toml").write_text(f"column = {quoted}\n{quoted} = 2\n")
        _write(config / "dictionary.txt", _known(f"word{hostile}\n"))
        _write(
            self._draft,
            f"---\ntitle: front{hostile}\nlogprose:\n  theme: {json.dumps('theme' + hostile)}\n---\n"
            f"# head{hostile}\n\nbody{hostile} prose\n\n[link](<https:x{hostile}>)\n[mark](<js{hostile}:x>)\n"
            f"[file](<gone{hostile}.md>)\n\n```python\ncode{hostile}\n```\n\n"
            f"| cell{hostile} | b |\n| - | - |\n| c | d |\n",
        )
        _write(self._other, f"second{hostile}\n")

    @contextlib.contextmanager
    def _left_behind(self) -> Iterator[None]:
        """Write journals of a file and of a draft without one; lock the other file for another editor."""
        state = self._home / ".state" / "logprose"
        for draft, name in ((Document.read(self._draft), ""), (Document(), _known(f"name{self._hostile}"))):
            journal = Journal(draft, state / "journals", name)
            draft.replace(0, 0, f"journal{self._hostile}\n")
            journal.let_go()
        lock = FileLock(state / "locks", self._other)
        with mock.patch("socket.gethostname", return_value=_known(f"host{self._hostile}")):
            lock.take()
        yield
        lock.give_back()

    # -- the run -------------------------------------------------------------------------------------------------------

    def findings(self) -> list[str]:
        """Go from surface to surface; return everything that the program should not have written meanwhile."""
        with self._left_behind():
            command = (sys.executable, "-c", _PROGRAM, str(_WORKER), json.dumps(_known(self._hostile)))
            self._program = PtyProgram(self._home, self._draft, self._other, command=command, size=SIZE)
            try:
                self._questions()
                self._canvas()
                self._lists()
                self._lines()
                self._errors()
                copied = self._copies()
                self._leave()
            finally:
                with contextlib.suppress(ProcessLookupError):
                    self._program.kill()
            self._program.close_terminal()
        return findings(self._program.written, copied=copied, size=SIZE)

    def _seen(self, marker: str, surface: str) -> None:
        """Wait until the hostile text after a marker has been drawn since the last surface, and note the surface."""
        # Text that isn't valid Unicode cannot be in a settings file, nor come from a terminal.
        self._program.until(lambda: self._is_drawn(marker), f"{surface}: {marker}{self._shown}")
        self.surfaces.append(surface)

    def _is_drawn(self, marker: str) -> bool:
        beginnings = (self._shown[:_SURE], printable(_known(self._hostile))[:_SURE], "�")
        drawn = plain(self._program.written[self._mark :])
        return any(marker + beginning in drawn for beginning in beginnings)

    def _press(self, *keys: str) -> None:
        """Type the keys for the next surface."""
        self._mark = len(self._program.written)
        for key in keys:
            self._program.type(key)

    def _questions(self) -> None:
        """Visit the questions at the start, and the messages and the draft after them."""
        self._seen("journal", "recovery, diff")
        self._seen("doc", "recovery, question")
        for marker, surface in (
            ("front", "front matter"),
            ("head", "heading"),
            ("body", "text"),
            ("code", "code"),
            ("cell", "table"),
            ("other", "tab"),
            ("focus", "settings, value"),
        ):
            self._seen(marker, surface)
        self._press("l")
        self._seen("host", "lock of another editor")
        self._press("r")
        self._seen("name", "recovery, draft without a file")
        self._press("l")

    def _canvas(self) -> None:
        """Visit the worker's messages, and the status line at several carets."""
        self._mark = 0
        self._seen("model", "name of the model")
        self._press(_F8)
        self._seen("reason", "reason of a flag")
        self._press(_DOWN)
        self._seen("head", "headings above the caret")
        self._press(_F8)
        self._seen("reason", "reason of a flag without suggestions")
        self._press(_F2)
        self._seen("better", "suggestion")
        self._seen("insert", "suggestion, insertion")
        self._seen("other", "alternative")
        self._press(_ESCAPE, "\x07", "6:4", _ENTER, _F2)
        self._seen("failure", "no answer of the worker")
        for line, target in ((10, "https:x"), (11, "js"), (12, "gone")):
            self._press("\x07", f"{line}:2", _ENTER, _ALT + "\r")
            self._seen(target, f"link, {target}")
            self._press(_ESCAPE)

    def _lists(self) -> None:
        """Visit the lists over the draft."""
        for keys, title, marker, surface in (
            (_F6, b"Go to a heading", "head", "outline"),
            (_F4, b"Tab: complete", "dir", "recent files"),
            (_SHIFT_F4, b"Enter: go to", "better", "list of flags"),
        ):
            self._press(keys)
            self._program.until(lambda title=title: title in self._program.written[self._mark :], surface)  # type: ignore[misc]
            self._seen(marker, surface)
            self._press(_ESCAPE)
        self._press("\x10", "choose theme", _ENTER)
        self._seen("zbad", "list of themes")
        self._press("zbad")
        self._seen("zbad", "theme with an error")
        self._press(_ESCAPE)

    def _lines(self) -> None:
        """Visit the input lines, typing and pasting into them."""
        for keys, marker, surface in (
            ("\x10", "palette", "palette"),
            ("\x0f", "dir", "path"),
            ("\x06", "body", "find"),
            ("\x12", "replace", "replace"),
            ("\x07", "goto", "place"),
            (_ALT + "G", "setting", "settings screen"),
            (_ALT + "s", "", "path of this file"),
        ):
            self._press(keys, _pasted(marker + self._hostile))
            self._seen(marker, surface)
            self._press(_ESCAPE)
        self._press(_CTRL_HOME, _pasted("pasted" + self._hostile))
        self._seen("pasted", "pasted text")
        self._press("\x1a")

    def _errors(self) -> None:
        """Visit the messages about file errors."""
        self._press(_ALT + "s", "\x15", _pasted("nodir" + self._hostile + "/x.md"), _ENTER)
        self._seen("nodir", "error, a directory that is not there")
        if self._hostile != _known(self._hostile):
            return  # such a name cannot be pasted
        self._press("\x0f", _pasted("dir" + self._hostile), _ENTER)
        self._program.until(lambda: b"is a directory" in self._program.written[self._mark :], "an error")
        self._seen("dir", "error, a directory")

    def _copies(self) -> list[str]:
        """Copy a line and list the copies; return the text meant for the terminal's clipboard."""
        self._press(_ALT + ".", _CTRL_HOME, "\x03")
        self._program.until(lambda: b"\x1b]52;" in self._program.written[self._mark :], "a copy")
        self._press(_ALT + "v")
        self._seen("second", "list of what was copied")
        self._press(_ESCAPE)
        return [_known(f"second{self._hostile}\n")]

    def _leave(self) -> None:
        self._program.kill(signal.SIGTERM)
        self._program.wait()


def _known(text: str) -> str:
    """Return the text in a form that is valid Unicode."""
    return text.encode("utf-8", "replace").decode()


def _is_written(program: PtyProgram, marker: bytes, since: int) -> bool:
    return program.written.find(marker, since) >= 0


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


class Verb(NamedTuple):
    """A command that needs no screen.

    Attributes:
        program: the program to run.
        arguments: of the program.
        marker: the text before a hostile text in its output.
    """

    program: tuple[str, ...]
    arguments: tuple[str | Path, ...]
    marker: str


def verbs(home: Path, hostile: str, model: Path | None = None) -> list[Verb]:
    """Yield commands that need no screen, with a hostile text in everything they print.

    Args:
        home: an empty directory.
        hostile: as for `HostileRun`.
        model: the directory of a small model, which is copied to one with a hostile name; None: skip the commands that
            need a model.
    """
    HostileRun(home, hostile)  # for its files
    named = home / f"model{hostile}"
    (home / "cache" / "logprose" / "models" / named.name).mkdir(parents=True)
    draft = next((home / f"dir{hostile}").glob("doc*"))
    bad = home / f"bad{hostile}"
    bad.mkdir()
    _write(bad / "config.json", "[]")
    worker = (sys.executable, "-c", _PROGRAM, str(_WORKER), json.dumps(_known(hostile)))
    real = (sys.executable, "-m", "editor.cli")
    found = [
        Verb(real, (home / f"dir{hostile}",), "dir"),
        Verb(real, (f"--option{hostile}", draft), "option"),
        Verb(worker, ("check", draft), "reason"),
        Verb(worker, ("check", draft, "--format", "github"), "reason"),
        Verb(worker, ("check", home / f"gone{hostile}.md"), "gone"),
        Verb(worker, ("check", f"--kinds=kind{hostile}", draft), "kind"),
        Verb(worker, ("export", draft, "--to", "ansi"), "theme"),
        Verb(worker, ("export", draft, "--to", "ansi", "--annotations", "flags", "--theme", "dark"), "body"),
        Verb(worker, ("export", draft, "--to", "html", "--theme", "dark", "--output", "-"), "body"),
        Verb(worker, ("export", home / f"gone{hostile}.md", "--to", "ansi"), "gone"),
        Verb(real, ("model", "list"), "model"),
        Verb(real, ("model", "fetch", bad), "bad"),
        Verb(real, ("model", f"verb{hostile}"), "verb"),
    ]
    if model is not None:
        shutil.copytree(model, named)
        marker = "body" if hostile == _known(hostile) else "model"  # a model in such a directory cannot be loaded
        limits = ("--max-length", "32", "--stride", "16")
        found += [
            Verb(real, ("score", draft, "--format", "ansi", "--model", named, *limits), marker),
            Verb(real, ("score", draft, "--model", bad), "bad"),
            Verb(real, ("score", draft, "--model", f"name{hostile}"), "name"),
            Verb(real, ("verify", draft, "--edits", "1", "--model", named, *limits), "model"),
            Verb(real, ("model", "path", named), "model"),
        ]
    return found


def findings_of(home: Path, verb: Verb) -> list[str]:
    """Return everything that a command should not have written to its terminal, or that it should have but did not."""
    variables = {"XDG_CACHE_HOME": str(home / "cache")}
    program = PtyProgram(home, *verb.arguments, command=verb.program, size=SIZE, variables=variables)
    program.wait()
    program.close_terminal()
    found = findings(program.written, size=SIZE)
    if verb.marker not in plain(program.written) or b"Traceback" in program.written:
        found.append(f"nothing of {verb.marker!r}, or a traceback, in {plain(program.written)[-2000:]!r}")
    return [f"{' '.join(map(str, verb.arguments))!r}: {finding}" for finding in found]


def findings_in_documents(home: Path, seeds: Sequence[int]) -> list[str]:
    """Show random documents full of control characters, one after another, in one run of the program.

    Args:
        home: an empty directory.
        seeds: of the documents.

    Returns:
        Everything that the program should not have written.
    """
    paths = [home / f"d{seed}.md" for seed in seeds]
    for path, seed in zip(paths, seeds, strict=True):
        _write(path, document(seed, f"mark{seed}end"))
    program = PtyProgram(home, *paths)
    mark = 0
    try:
        for seed in seeds:
            marker = f"mark{seed}end".encode()
            program.until(partial(_is_written, program, marker, mark), f"document {seed}")
            mark = len(program.written)
            program.type(_ALT + ".")
        program.kill(signal.SIGTERM)
        program.wait()
    finally:
        program.close_terminal()
    return findings(program.written)
