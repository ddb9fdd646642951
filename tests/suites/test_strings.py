"""Every string that a user may see, in one file: you review wording there, and a change of it shows in the diff.

`pytest tests/suites/test_strings.py --snapshot-update` writes the file again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import editor.commands  # noqa: F401  # fills the registry
from editor.keys.registry import COMMANDS
from editor.settings.entries import ENTRIES
from tests.project import ROOT

KEPT = Path(__file__).with_name("strings.txt")

LONGEST_TITLE, LONGEST_STATUS = 40, 60
"""In characters: a title fits into a menu, and a message into one row of the status line."""

STATUS = frozenset({"Notice", "say", "show_message"})
"""Calls that show a message in the status line."""

FAULTS = frozenset(
    {
        "AssertionError",
        "AttributeError",
        "IndexError",
        "KeyError",
        "LookupError",
        "RuntimeError",
        "TypeError",
        "ValueError",
    }
)
SILENT = frozenset(
    {"Literal", "TypeVar", "compile", "debug", "exception", "getLogger", "import_module", "info", "warning"}
)
"""Errors and calls whose texts users don't see."""
TITLED = frozenset({"Meta", "command"})
"""Calls whose texts are listed as commands and settings."""
NO_MESSAGES = frozenset(
    f"scoring/language/{name}.py"
    for name in (
        "english",
        "dialects",
        "english_frame_lists",
        "english_grammar_lists",
        "english_lists",
        "foreign_lists",
        "verbatim",
    )
) | {"editor/report/english_lists.py"}
"""Modules whose only texts are lists of words."""

PROSE = re.compile(r"[^\W\d_]{2,}[,:;]? [^\W\d_(“{]")
CODE = re.compile(r"[\\^$|]|\(\?|: \w+;|<[a-z!]+ |^<|^\(|^import |^[\W\d_]*$|^[a-z_.]+=")


def text_of(node: ast.expr) -> str | None:
    """Return a literal string, with `{}` for each value put into it."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join((text_of(part) or "") if isinstance(part, ast.Constant) else "{}" for part in parts)
    return None


def name_of(node: ast.expr) -> str:
    """Return the last part of a dotted name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


class Strings(ast.NodeVisitor):
    """Collects the strings of one module that read like prose; `status` are those shown in the status line."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.status: set[str] = set()
        self._in_status = False

    def visit_Expr(self, node: ast.Expr) -> None:
        """Skip docstrings."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Skip style sheets."""
        if not any(name_of(target).endswith("CSS") for target in node.targets):
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Skip errors for programmers."""
        if not (isinstance(node.exc, ast.Call) and name_of(node.exc.func) in FAULTS):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = name_of(node.func)
        if name not in SILENT | TITLED:
            before = self._in_status
            self._in_status |= name in STATUS
            self.generic_visit(node)
            self._in_status = before

    def visit_Constant(self, node: ast.Constant) -> None:
        self._see(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._see(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _see(self, node: ast.expr) -> None:
        text = text_of(node)
        if text is None or CODE.search(text):
            return
        if PROSE.search(text) or (self._in_status and text.strip()):
            self.found.add(" ⏎ ".join(line.strip() for line in text.strip().split("\n")))
        if self._in_status:
            self.status.add(text)


def modules() -> Iterator[tuple[str, Strings]]:
    """Yield each module's path with its strings."""
    for path in sorted([*(ROOT / "editor").rglob("*.py"), *(ROOT / "scoring").rglob("*.py")]):
        module = path.relative_to(ROOT).as_posix()
        if module not in NO_MESSAGES:
            strings = Strings()
            strings.visit(ast.parse(path.read_text()))
            yield module, strings


def shown() -> str:
    """Return the titles of commands and settings, then all other strings with their modules, one a line."""
    titles = {command.help for command in COMMANDS.values()}
    lines = sorted(f"command {command.name}: {command.help}" for command in COMMANDS.values())
    lines += [f"setting {entry.name}: {entry.title}: {entry.doc}" for entry in ENTRIES.values()]
    lines += [f"{module}: {text}" for module, strings in modules() for text in sorted(strings.found - titles)]
    return "\n".join(lines) + "\n"


def test_every_string_that_a_user_sees_is_as_it_was_reviewed(request: pytest.FixtureRequest) -> None:
    found = shown()
    if request.config.getoption("update_snapshots", default=False):
        KEPT.write_text(found)
    assert found == KEPT.read_text(), "read the difference, then run this test with --snapshot-update"


def test_titles_fit_into_a_menu() -> None:
    titles = [command.help for command in COMMANDS.values()] + [entry.title for entry in ENTRIES.values()]
    assert [title for title in titles if len(title) >= LONGEST_TITLE] == []


def test_messages_fit_into_the_status_line() -> None:
    status = {text for _, strings in modules() for text in strings.status}
    assert sorted(text for text in status if len(text) >= LONGEST_STATUS) == []
