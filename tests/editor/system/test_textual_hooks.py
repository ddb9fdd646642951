"""The Textual internals that the editor uses exist and behave as it relies on.

Each test fails when a new version of Textual changes that part; see editor/system/textual_hooks.py.
"""

from __future__ import annotations

import codecs
import inspect
from collections.abc import Iterator
from itertools import combinations

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.message import Message
from textual.messages import Update
from textual.strip import Strip
from textual.widgets import Input

from editor.system.textual_hooks import (
    ANSI_SEQUENCES_KEYS,
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    BaseScreen,
    KeepsLines,
    XTermParser,
    append_to_sgr,
    bindings_of,
    character_to_key,
    forward,
    read_terminal_with,
    terminal_attributes,
)

TRUECOLOR = ColorSystem.TRUECOLOR


class InputApp(App[None]):
    """Two lines of text, the first with the focus."""

    def compose(self) -> ComposeResult:
        yield Input(id="first")
        yield Input(id="second")


@pytest.fixture
def sgr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore Textual's own way to write styles."""
    monkeypatch.setattr(Strip, "render_ansi", Strip.render_ansi)


@pytest.mark.usefixtures("sgr")
def test_a_style_is_written_with_the_parameters_in_its_meta() -> None:
    append_to_sgr("more")
    wrapper = Strip.render_ansi
    append_to_sgr("more")
    assert Strip.render_ansi is wrapper, "a second call changes nothing"
    bold = Style(bold=True)
    assert Strip.render_ansi(bold, TRUECOLOR) == "1"
    assert Strip.render_ansi(bold + Style.from_meta({"more": "4:3"}), TRUECOLOR) == "1;4:3"
    assert Strip.render_ansi(Style.from_meta({"more": "4:3"}), TRUECOLOR) == "4:3"


@pytest.mark.usefixtures("sgr")
def test_rich_writes_a_style_as_it_is_kept_in_it() -> None:
    append_to_sgr("more")
    style = Style(italic=True) + Style.from_meta({"more": "4:5"})
    Strip.render_ansi(style, TRUECOLOR)
    assert style.render("x", color_system=TRUECOLOR) == "\x1b[3;4:5mx\x1b[0m"


def test_the_driver_takes_parser_and_decoder_from_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XTermParser", "getincrementaldecoder"):
        assert name in inspect.getsource(LinuxDriver.run_input_thread)
        monkeypatch.setattr(linux_driver, name, getattr(linux_driver, name))

    class Parser(XTermParser):
        pass

    read_terminal_with(Parser)
    assert linux_driver.__dict__["XTermParser"] is Parser
    make: type[codecs.IncrementalDecoder] = linux_driver.__dict__["getincrementaldecoder"]("utf-8")
    assert make().decode(b"a\xffb", final=True) == "a\ufffdb"


def keys(parser: XTermParser, data: str) -> Iterator[str]:
    yield from (event.key for event in parser.feed(data) if isinstance(event, events.Key))


def test_the_parser_looks_up_the_keys_of_a_sequence() -> None:
    asked: list[str] = []

    class Parser(XTermParser):
        def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> list[events.Key]:
            asked.append(sequence)
            return list(super()._sequence_to_key_events(sequence, alt))

    assert list(keys(Parser(), "a\x1b[A")) == ["a", "up"]
    assert asked[-1] == "\x1b[A"


def test_the_parser_makes_one_event_of_the_text_between_paste_markers() -> None:
    pasted = list(XTermParser().feed(f"{BRACKETED_PASTE_START}text{BRACKETED_PASTE_END}"))
    assert [event.text for event in pasted if isinstance(event, events.Paste)] == ["text"]


def test_sequences_with_several_keys_are_distinguished_from_unknown_ones() -> None:
    assert isinstance(ANSI_SEQUENCES_KEYS["\x1bb"], tuple)
    assert "\x1bv" not in ANSI_SEQUENCES_KEYS


def test_symbols_have_names() -> None:
    assert (character_to_key("."), character_to_key("a")) == ("full_stop", "a")


async def test_an_event_can_be_given_to_a_widget_without_the_focus() -> None:
    app = InputApp()
    async with app.run_test() as pilot:
        forward(app.query_one("#second"), events.Key("y", "y"))
        forward(app.query_one("#second"), events.Paste("z"))
        await pilot.pause()
        assert [field.value for field in app.query(Input)] == ["", "yz"]


async def test_a_widget_knows_its_bindings_with_those_of_its_base_class() -> None:
    class Field(Input):
        BINDINGS = [("ctrl+b", "nothing", "nothing")]  # noqa: RUF012  # as Textual has it

    app = InputApp()
    async with app.run_test():
        assert [one.action for one in bindings_of(Field(), "ctrl+b")] == ["nothing"]
        assert bindings_of(Field(), "ctrl+k") == bindings_of(app.query_one(Input), "ctrl+k") != []
        assert bindings_of(Field(), "f24") == []


async def test_the_driver_keeps_the_terminals_attributes() -> None:
    assert "attrs_before" in vars(LinuxDriver(InputApp()))
    app = InputApp()
    async with app.run_test():
        assert isinstance(app._driver, Driver)
        assert terminal_attributes(app) is None, "there is no terminal in a test"


class Letters(KeepsLines):
    """Lines of one letter each, which counts how often it draws them."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = "abc"
        self.drawn: list[int] = []
        self.asked: list[range] = []

    def render_lines(self, crop: Region) -> list[Strip]:
        self.asked.append(range(*crop.line_span))
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return Strip([Segment(self.letters[y % 3] * self.size.width)])


class LettersApp(App[None]):
    """Letters above a field, whose changes make Textual ask for all lines."""

    def compose(self) -> ComposeResult:
        yield Letters()
        yield Input()

    CSS = "Letters { height: 3; }"


def shown(app: LettersApp) -> list[str]:
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()[:3]]


async def test_a_line_is_only_redrawn_when_it_is_refreshed() -> None:
    app = LettersApp()
    async with app.run_test(size=(10, 6)) as pilot:
        letters = app.query_one(Letters)
        await pilot.pause()
        letters.drawn.clear()
        await pilot.press("x")
        assert letters.drawn == []
        letters.letters = "def"
        letters.refresh(Region(0, 1, 10, 1))
        await pilot.pause()
        assert letters.drawn == [1]
        assert shown(app) == ["a" * 10, "e" * 10, "c" * 10]
        letters.refresh()
        await pilot.pause()
        assert shown(app) == ["d" * 10, "e" * 10, "f" * 10]


async def test_all_lines_are_redrawn_after_a_resize() -> None:
    app = LettersApp()
    async with app.run_test(size=(10, 6)) as pilot:
        await pilot.resize_terminal(12, 6)
        await pilot.pause()
        assert shown(app) == ["a" * 12, "b" * 12, "c" * 12]


async def test_a_few_lines_are_drawn_without_waiting_for_the_screen_and_many_are_not() -> None:
    waiting: list[Message] = []

    def note(message: Message) -> None:
        if isinstance(message, Update):
            waiting.append(message)

    app = LettersApp()
    async with app.run_test(size=(10, 9), message_hook=note) as pilot:
        letters = app.query_one(Letters)
        letters.styles.height = 5
        await pilot.pause()
        waiting.clear()
        letters.letters = "def"
        letters.refresh(Region(0, 1, 10, 1))
        await pilot.pause()
        assert waiting == []
        assert shown(app) == ["a" * 10, "e" * 10, "c" * 10]
        letters.refresh()
        await pilot.pause()
        assert len(waiting) == 1
        assert shown(app) == ["d" * 10, "e" * 10, "f" * 10]


class BaseScreenApp(LettersApp):
    """The same on a screen that requests only changed rows."""

    def get_default_screen(self) -> BaseScreen:
        return BaseScreen()


async def test_widgets_are_asked_for_the_rows_that_change() -> None:
    app = BaseScreenApp()
    async with app.run_test(size=(10, 6)) as pilot:
        letters = app.query_one(Letters)
        await pilot.pause()
        letters.asked.clear()
        await pilot.press("x")
        assert letters.asked == []
        letters.letters = "def"
        letters.refresh(Region(0, 1, 10, 1))
        await pilot.pause()
        assert letters.asked == [range(1, 2)]
        assert shown(app) == ["a" * 10, "e" * 10, "c" * 10]


class Overlap(App[None]):
    """Two columns of letters, and a field over both."""

    CSS = """
    Screen { layers: below above; layout: horizontal; }
    Letters { width: 6; }
    Input { layer: above; offset: 3 2; width: 6; }
    """

    def get_default_screen(self) -> BaseScreen:
        return BaseScreen()

    def compose(self) -> ComposeResult:
        yield Letters()
        yield Letters()
        yield Input("over")


REGIONS = [Region(0, 1, 6, 1), Region(6, 3, 6, 1), Region(0, 0, 12, 2), Region(4, 2, 1, 3), Region(10, 7, 2, 1)]


async def test_partial_drawing_equals_full_drawing() -> None:
    app = Overlap()
    async with app.run_test(size=(12, 8)):
        compositor = app.screen._compositor
        for count in (1, 2, 3):
            for regions in combinations(REGIONS, count):
                compositor._dirty_regions = set(regions)
                update = compositor.render_update()
                assert isinstance(update, ChopsUpdate)
                whole = compositor.render_strips()
                for y, start, end in update.spans:
                    drawn: set[int] = set()
                    for x, strip in update.chops[y].items():
                        if strip is not None and x < end and x + strip.cell_length > start:
                            assert strip.text == whole[y].crop(x, x + strip.cell_length).text
                            drawn.update(range(x, x + strip.cell_length))
                    assert drawn.issuperset(range(start, end)), (regions, y)
