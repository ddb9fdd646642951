"""Copy and paste with real keys: within the program, through the terminal, and through a fake clipboard tool."""

from __future__ import annotations

import asyncio
import base64
import os
import re
from pathlib import Path
from typing import Literal

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import OptionList

from editor.document.clip import Clip
from editor.document.selections import Selection, Selections
from editor.keys.registry import COMMANDS
from editor.system.clipboard import MAX_BYTES, MAX_ENTRIES, TERMINAL_BYTES, Clipboard, Tool, find_tool
from editor.view.widgets.chooser import Chooser
from editor.view.widgets.notice import Notice
from tests.editor.view.harness import CanvasApp


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A file that acts as the system's clipboard."""
    return tmp_path / "clipboard"


def tool(system: Path, read: str = "cat") -> Tool:
    """Return the tool that writes the file and reads it; `read` replaces `cat`."""
    return Tool(("sh", "-c", f"cat > '{system}'"), ("sh", "-c", f"{read} '{system}'"))


async def told(clipboard: Clipboard) -> None:
    """Wait until the system's clipboard has the copied text."""
    await clipboard.close()


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the terminal received by OSC 52."""
    written: list[str] = []

    def write(_: HeadlessDriver, data: str) -> None:
        found = re.fullmatch("\x1b]52;c;(.*)\a", data)
        if found is not None:
            written.append(base64.b64decode(found[1]).decode())

    monkeypatch.setattr(HeadlessDriver, "write", write)
    return written


# -- the history -------------------------------------------------------------------------------------------------------


def test_the_history_keeps_the_newest_and_each_once() -> None:
    clipboard = Clipboard()
    for number in [*range(MAX_ENTRIES + 5), 40, 41, 40]:
        clipboard.put(Clip((str(number),)))
    assert [clip.text for clip in clipboard.entries][:4] == ["40", "41", "54", "53"]
    assert len(clipboard.entries) == MAX_ENTRIES


def test_the_history_has_a_budget_that_the_newest_entry_may_exceed() -> None:
    clipboard = Clipboard()
    for letter in "abc":
        clipboard.put(Clip((letter * (MAX_BYTES // 2 - 1000),)))
    assert [clip.text[0] for clip in clipboard.entries] == ["c", "b"]
    clipboard.put(Clip(("d" * MAX_BYTES,)))
    assert [clip.text[0] for clip in clipboard.entries] == ["d"]


# -- which tool --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "programs", "platform", "name"),
    [
        ("WAYLAND_DISPLAY DISPLAY TMUX", "wl-copy wl-paste xclip tmux", "linux", "wl-copy"),
        ("WAYLAND_DISPLAY DISPLAY", "wl-copy xsel", "linux", "xsel"),  # wl-paste is missing
        ("DISPLAY SSH_CONNECTION", "xclip xsel", "linux", "xclip"),
        ("", "wl-copy wl-paste xclip xsel pbcopy pbpaste tmux", "linux", None),
        ("SSH_CONNECTION TMUX", "xclip tmux", "linux", "tmux"),
        ("", "pbcopy pbpaste", "darwin", "pbcopy"),
        ("SSH_CONNECTION", "pbcopy pbpaste", "darwin", None),
    ],
)
def test_the_tool_is_that_of_the_session(
    tmp_path: Path, environment: str, programs: str, platform: str, name: str | None
) -> None:
    for program in programs.split():
        (tmp_path / program).touch(0o755)
    found = find_tool(dict.fromkeys(environment.split(), ":0") | {"PATH": str(tmp_path)}, platform)
    assert (found and found.write[0]) == name


# -- keys --------------------------------------------------------------------------------------------------------------


async def test_copied_text_goes_to_the_terminal_too(on_terminal: list[str]) -> None:
    app = CanvasApp("one two")
    async with app.run_test() as pilot:
        app.canvas.select(0, 3)
        await pilot.press("ctrl+c", "end", "ctrl+v")
        assert app.document.text == "one twoone"
        assert on_terminal == ["one"]


async def test_several_carets_copy_and_paste_each_their_own(on_terminal: list[str]) -> None:
    app = CanvasApp("one two")
    async with app.run_test() as pilot:
        app.canvas.set_selections(Selections.of([Selection(0, 3), Selection(4, 7)], Selection(0, 3)))
        await pilot.press("ctrl+x", "x", "ctrl+v")
        assert app.document.text == "xone xtwo"
        assert on_terminal == ["one\ntwo"]
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.document.text == " "


@pytest.mark.parametrize("excess", [0, 1])
async def test_a_text_too_long_for_the_terminal_stays_here_with_a_message(on_terminal: list[str], excess: int) -> None:
    text = "é" * (TERMINAL_BYTES // 2) + "x" * excess
    heard: list[Notice] = []

    class App(CanvasApp):
        def on_notice(self, message: Notice) -> None:
            heard.append(message)

    app = App(text)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "ctrl+c", "ctrl+end", "ctrl+v")
        assert app.document.text == text * 2
        assert on_terminal == ([] if excess else [text])
        assert ["too long" in notice.text for notice in heard] == [True] * excess


async def test_invalid_bytes_survive(system: Path) -> None:
    app = CanvasApp("a\udcff", clipboard=Clipboard(tool(system)))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "ctrl+c")
        await told(app.canvas.clipboard)
        assert system.read_bytes() == b"a?"
        await pilot.press("right", "ctrl+v")
        assert app.document.text == "a\udcffa\udcff"


async def test_another_programs_copy_is_pasted_and_no_key_overtakes_it(system: Path) -> None:
    app = CanvasApp("one", clipboard=Clipboard(tool(system, "sleep 0.1; cat")))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "ctrl+c")
        await told(app.canvas.clipboard)
        assert system.read_text() == "one"
        system.write_bytes(b"x\r\n\xff")
        for key in ("end", "ctrl+v", "y"):
            app.simulate_key(key)
        await pilot.press("z")
        assert app.document.text == "onex\n\udcffyz"


@pytest.mark.parametrize("read", ["exit 1; cat", "sleep 9; cat", "true"])
async def test_a_tool_that_fails_or_hangs_leaves_our_own_copy(
    system: Path, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    monkeypatch.setattr("editor.system.clipboard._TOOL_SECONDS", 0.2)
    app = CanvasApp("one", clipboard=Clipboard(tool(system, read)))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "ctrl+c", "right")
        await told(app.canvas.clipboard)
        await pilot.press("ctrl+v", "x")
        assert app.document.text == "oneonex"


async def test_text_the_tool_did_not_accept_is_pasted_from_our_copy(system: Path) -> None:
    system.write_text("old")
    app = CanvasApp("one", clipboard=Clipboard(Tool(("false",), ("cat", os.fspath(system)))))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+v", "end", "ctrl+a", "ctrl+c")
        await told(app.canvas.clipboard)
        await pilot.press("right", "ctrl+v")
        assert app.document.text == "oldoneoldone"


async def test_an_earlier_copy_can_be_chosen(tmp_path: Path) -> None:
    app = CanvasApp("one two three", column=40)
    async with app.run_test(size=(60, 20)) as pilot:
        for start, end in ((0, 3), (4, 7), (8, 13)):
            app.canvas.select(start, end)
            await pilot.press("ctrl+c")
        await pilot.press("end", "alt+v")
        assert isinstance(app.screen, Chooser)
        assert app.screen.query_one(OptionList).option_count == 3
        await pilot.press("down", "enter", "x")
        assert app.document.text == "one two threetwox"


def test_a_copy_is_written_before_the_program_ends(system: Path) -> None:
    async def copy() -> None:
        clipboard = Clipboard(tool(system))
        clipboard.put(Clip(("one",)))
        clipboard.put(Clip(("two",)))
        await clipboard.close()

    asyncio.run(copy())
    assert system.read_text() == "two"


# -- rich text ---------------------------------------------------------------------------------------------------------


def html_tool(tmp_path: Path, text: str, html: str | bytes) -> Tool:
    """A clip that another program copied as text and as HTML."""
    (tmp_path / "text").write_text(text)
    (tmp_path / "html").write_bytes(html if isinstance(html, bytes) else html.encode())
    read, read_html = (("cat", os.fspath(tmp_path / name)) for name in ("text", "html"))
    return Tool(("sh", "-c", f"cat > '{tmp_path}/text'"), read, read_html)


RICH = "<p>a <b>b</b></p><ul><li>c</li><li>d</li></ul>"

HTML = [
    ("x", "end", RICH, "xa **b**\n\n- c\n- d"),
    ("> ", "end", RICH, "> a **b**\n>\n> - c\n> - d"),
    ("```\n\n```", "down", RICH, "```\nplain\n```"),  # in code the plain text
    ("x", "end", "<div><span>plain</span></div>", "xplain"),
    ("x", "end", RICH.encode("utf-16"), "xa **b**\n\n- c\n- d"),
    ("x", "end", b"\xff<b>a</b>", "x\ufffd**a**"),
]


@pytest.mark.parametrize(("draft", "key", "html", "after"), HTML)
async def test_formatted_text_from_elsewhere_is_pasted_as_markdown(
    tmp_path: Path, draft: str, key: str, html: str | bytes, after: str
) -> None:
    app = CanvasApp(draft, clipboard=Clipboard(html_tool(tmp_path, "plain", html)))
    async with app.run_test() as pilot:
        await pilot.press(key, "ctrl+v")
        assert app.document.text == after
        await pilot.press("ctrl+z")
        assert app.document.text == draft


@pytest.mark.parametrize("begins", ["<b>", "<b>" + "<q>" * 5000])
async def test_html_that_is_too_long_or_too_intricate_is_pasted_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begins: str
) -> None:
    monkeypatch.setattr("editor.system.clipboard.HTML_BYTES", 20_000)
    monkeypatch.setattr("editor.system.clipboard._HTML_SECONDS", 1.0)
    html = begins + "a" * (20_001 - len(begins)) if begins == "<b>" else begins
    app = CanvasApp("x", clipboard=Clipboard(html_tool(tmp_path, "plain", html)))
    async with app.run_test() as pilot:
        await pilot.press("end", "ctrl+v")
        assert app.document.text == "xplain"


async def test_pasting_as_plain_text(tmp_path: Path) -> None:
    app = CanvasApp("> x", clipboard=Clipboard(html_tool(tmp_path, "a\nb", RICH)))
    async with app.run_test() as pilot:
        await pilot.press("end")
        await COMMANDS["paste-plain"].run(app.canvas)
        assert app.document.text == "> xa\nb"


async def test_an_address_is_pasted_as_text_even_if_its_html_is_a_link(tmp_path: Path) -> None:
    tool = html_tool(tmp_path, "http://u", "<a href='http://u'>Title</a>")
    app = CanvasApp("one", clipboard=Clipboard(tool))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "ctrl+v")
        assert app.document.text == "[one](http://u)"
        await pilot.press("ctrl+z")
        assert (app.document.text, app.canvas.selection) == ("one", Selection(0, 3))


async def test_our_own_copy_is_pasted_unchanged(tmp_path: Path) -> None:
    app = CanvasApp("<one", clipboard=Clipboard(html_tool(tmp_path, "", RICH)))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "ctrl+c")
        await told(app.canvas.clipboard)
        await pilot.press("end", "ctrl+v")
        assert app.document.text == "<one<one"


async def test_the_terminal_pastes_with_the_markup_of_the_place() -> None:
    app = CanvasApp("- one")
    async with app.run_test() as pilot:
        await pilot.press("end")
        app.canvas.insert_pasted("\ntwo\n\nthree")
        assert app.document.text == "- one\n  two\n\n  three"
        app.canvas.select(2, 5)
        app.canvas.insert_pasted("https://u")
        assert app.document.text.startswith("- [one](https://u)\n")
        await pilot.press("ctrl+z")
        assert app.canvas.selection == Selection(2, 5)


async def test_a_copy_can_be_html_or_text(on_terminal: list[str]) -> None:
    app = CanvasApp("- **one** [two][T]\n- three\n\n[T]: http://u")
    async with app.run_test():
        app.canvas.markdown.settle()
        await COMMANDS["copy-as-text"].run(app.canvas)
        app.canvas.select(0, 26)
        await COMMANDS["copy-as-text"].run(app.canvas)
        await COMMANDS["copy-as-html"].run(app.canvas)
    html = '<ul>\n<li><strong>one</strong> <a href="http://u">two</a></li>\n<li>three</li>\n</ul>\n'
    assert on_terminal == ["• one two", "• one two\n• three", html]
    assert app.document.text.startswith("- **one**")


SOURCE = "- **one** [two](http://u)\n- three\n\nfour"
AS = {
    "markdown": ("- **one** [two](http://u)\n- three", "- **one** [two](http://u)\n"),
    "text": ("• one two\n• three", "• one two"),
    "html": (
        '<ul>\n<li><strong>one</strong> <a href="http://u">two</a></li>\n<li>three</li>\n</ul>\n',
        '<ul>\n<li><strong>one</strong> <a href="http://u">two</a></li>\n</ul>\n',
    ),
}


@pytest.mark.parametrize("form", ["markdown", "text", "html"])
async def test_other_programs_get_the_chosen_format_and_this_one_the_markdown(
    on_terminal: list[str], system: Path, form: Literal["markdown", "text", "html"]
) -> None:
    app = CanvasApp(SOURCE, clipboard=Clipboard(tool(system)))
    async with app.run_test() as pilot:
        app.canvas.copy_as = form
        app.canvas.select(0, SOURCE.index("\n\n"))
        await pilot.press("ctrl+c")
        await told(app.canvas.clipboard)
        assert system.read_text() == AS[form][0]
        await pilot.press("ctrl+x")
        assert app.document.text == "\n\nfour"
        await told(app.canvas.clipboard)
        assert system.read_text() == AS[form][0]
        await pilot.press("ctrl+v")
        assert app.document.text == SOURCE
        await pilot.press("ctrl+home", "ctrl+x")  # the line
        assert app.document.text == SOURCE.partition("\n")[2]
        await pilot.press("ctrl+v")
        assert app.document.text == SOURCE
        assert on_terminal == [AS[form][0], AS[form][0], AS[form][1]]
        assert [clip.text for clip in app.canvas.clipboard.entries] == [AS["markdown"][1], AS["markdown"][0]]


async def test_markup_without_visible_text_is_copied_as_it_is(on_terminal: list[str]) -> None:
    app = CanvasApp("![](u)<!-- -->\n")
    async with app.run_test() as pilot:
        app.canvas.copy_as = "text"
        await pilot.press("ctrl+a", "ctrl+c")
        assert on_terminal == ["![](u)<!-- -->\n"]


async def test_the_terminal_pastes_the_markdown_of_our_own_copy(on_terminal: list[str]) -> None:
    app = CanvasApp("> a **b**\n> c")
    async with app.run_test() as pilot:
        app.canvas.copy_as = "text"
        app.canvas.select(2, 13)
        await pilot.press("ctrl+c")
        assert on_terminal == ["a b\nc"]
        app.canvas.insert_pasted("a b\rc")
        assert app.document.text == "> a **b**\n> c"
        app.canvas.insert_pasted("a b")
        assert app.document.text == "> a **b**\n> ca b"
