"""The panel for questions to the drafts: a question, and the passages that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from editor.asking import terms
from editor.asking.answers import Answer
from editor.asking.drawing import drawn, matching, why
from editor.asking.written import Shown, seen
from editor.asking.written import drawn as drawn_answer
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, Line
from editor.view.widgets.option_moves import move_in

_TITLE = "Ask your drafts"
_KEYS = "Enter: open · Tab: quote · Esc: back"
_ANSWER_KEYS = "Enter: open · Tab: quote · F2: answer · Esc: back"
_CHANGE_KEYS = "F2: again · F3: what the model sees · F4: leave out or add · Esc: back"
_ANSWER_ROWS = 8  # of an answer in the model's own words, at most
_SEEN, _UNSEEN = "● ", "○ "  # passages that the model sees, and others
_LOW = 18  # rows of the screen; a lower one shows no title and no keys
_OTHER_ROWS, _OTHER_ROWS_IF_LOW = 13, 3  # in and around the panel, besides the list


class AskActions(Protocol):
    """The services that the panel needs."""

    def ask(self, question: str) -> None:
        """Find the passages that answer a question; "": those similar to the paragraph at the caret. `show` shows
        them."""

    def label(self, answer: Answer) -> str:
        """Return the place of the sentence that answers, for the writer to read."""

    def open(self, answer: Answer) -> None:
        """Go to the sentence that answers, after the panel has closed."""

    def quote(self, answer: Answer) -> None:
        """Quote the sentence that answers in the draft, after the panel has closed."""

    @property
    def can_answer(self) -> bool:
        """Whether the model can answer in its own words, as far as we know."""

    def answer(self, passages: Sequence[Answer]) -> None:
        """Have the model answer in its own words, from these passages. `show_answer` shows it."""

    def closed(self) -> None:
        """The panel is closed: stop searching."""


class AskPanel(Dialog):
    """Shows the passages that answer a question, as it is typed. Arrows move, Enter opens a passage, Tab quotes its
    answer, F2 has the model answer in its own words, F3 shows what it sees, F4 chooses that, Escape closes."""

    DEFAULT_CSS = """
    AskPanel { align: center top; }
    AskPanel > Vertical { width: 100; margin-top: 1; padding: 1 2; }
    AskPanel OptionList, AskPanel OptionList:focus {
        margin-top: 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    AskPanel OptionList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    AskPanel .answer { margin-top: 1; display: none; }
    AskPanel .answer.shown { display: block; }
    AskPanel .seen { margin-top: 1; height: auto; display: none; }
    AskPanel.seeing .seen { display: block; }
    AskPanel.seeing OptionList, AskPanel.seeing .why { display: none; }
    AskPanel .why { margin-top: 1; max-height: 2; }
    AskPanel .note { height: 1; }
    AskPanel.low > Vertical, AskPanel.low:ansi > Vertical { margin-top: 0; padding: 0; border: none; }
    AskPanel.low Vertical > Static { display: none; }
    AskPanel.low Vertical > .answer.shown { display: block; margin: 0; }
    AskPanel.low .seen { margin: 0; }
    AskPanel.low Input, AskPanel.low Input:focus, AskPanel.low OptionList { margin: 0; }
    """

    def __init__(self, theme: Theme, actions: AskActions) -> None:
        super().__init__(theme, _TITLE)
        self._actions = actions
        self._choice: dict[int, bool] = {}  # passages that the writer left out or added, by their number
        self._is_choosing = False
        self._written = Shown()
        self._ghost = theme.ink("ghost")
        self._answers: Sequence[Answer] = ()
        self._dim = theme.ink("popup.dim")
        self._heat = {step: theme.overlay(f"heat.{step}") for step in range(1, 8)}
        self._asked = ""
        self._note = ""

        self._line = _Question(self)
        self._line.placeholder = "a question; empty: passages like this paragraph"
        self._options = OptionList(markup=False)
        self._options.can_focus = False
        self._answer = Static(classes="answer", markup=False)
        self._prompt = Static(markup=False)
        self._seen = VerticalScroll(self._prompt, classes="seen", can_focus=False)
        self._why = Static(classes="why", markup=False)
        self._below = Static(classes="note", markup=False)

    @property
    def question(self) -> str:
        """The question as it is typed."""
        return self._line.value

    def compose(self) -> ComposeResult:
        """Yield the question, the list below it, and the note on the highlighted passage."""
        yield self._box(self._line, self._answer, self._options, self._seen, self._why, self._below)

    def on_mount(self) -> None:
        """Give the question the focus."""
        self._line.focus()

    def on_resize(self) -> None:
        """Draw the passages in the available width."""
        self.set_class(self.size.height < _LOW, "low")
        self._share_rows()
        self.call_after_refresh(self._draw)

    def _share_rows(self) -> None:
        """Share the rows of the screen between the answer and the list."""
        other = _OTHER_ROWS_IF_LOW if self.has_class("low") else _OTHER_ROWS
        left = self.size.height - other
        self._answer.styles.max_height = max(1, min(_ANSWER_ROWS, left - 2))
        rows = max(1, left - (self._answer.outer_size.height + 1 if self._written != Shown() else 0))
        self._options.styles.max_height = self._seen.styles.max_height = rows

    def on_input_changed(self) -> None:
        """Ask again."""
        self._actions.ask(self.question)

    def show(self, question: str, answers: Sequence[Answer]) -> None:
        """Show the passages that answer a question; the highlighted one stays so if the writer has moved to it."""
        highlighted = self._options.highlighted
        kept = self._answers[highlighted].found.number if highlighted and highlighted < len(self._answers) else None
        if question != self._asked:
            self._choice, self._is_choosing = {}, False
            self.set_class(False, "seeing")
        self._asked, self._answers = question, answers
        self._draw()
        numbers = [answer.found.number for answer in answers]
        if answers:
            self._options.highlighted = numbers.index(kept) if kept in numbers else 0

    def show_answer(self, shown: Shown) -> None:
        """Show an answer in the model's own words, or why there is none."""
        self._written = shown
        self._answer.update(drawn_answer(shown, self._ghost, self._dim))
        self._answer.set_class(shown != Shown(), "shown")
        self._prompt.update(Text("\n".join(map(printable, shown.prompt.split("\n"))), self._dim))
        self.call_after_refresh(self._share_rows)

    def _seen_now(self) -> list[Answer]:
        """Return the passages that the model sees: the best ones, minus those the writer left out, plus those added."""
        best = {answer.found.number for answer in seen(self._answers)}
        return [one for one in self._answers if self._choice.get(one.found.number, one.found.number in best)]

    def say(self, note: str) -> None:
        """Show the progress, in a few words."""
        self._note = note
        self._draw_note()

    def _draw(self) -> None:
        width, highlighted = self._options.scrollable_content_region.width, self._options.highlighted
        if width < 1:
            return
        asked = terms.words(self._asked)
        console = self.app.console
        rows = [drawn(one, self._label(one), asked, width, self._dim, console) for one in self._answers]
        self._options.clear_options()
        self._options.add_options([Option(row) for row in rows])
        if highlighted is not None and highlighted < len(rows):
            self._options.highlighted = highlighted
        self._draw_note()

    def _label(self, answer: Answer) -> str:
        """Return the place of a passage, and whether the model sees it, if the writer can choose that."""
        label = self._actions.label(answer)
        if not self._is_choosing:
            return label
        return f"{_SEEN if answer in self._seen_now() else _UNSEEN}{label}"

    def _draw_note(self) -> None:
        keys = _CHANGE_KEYS if self._is_choosing else _ANSWER_KEYS if self._actions.can_answer else _KEYS
        self._below.update(Text(f"{self._note}   {keys}" if self._note else keys, self._dim, no_wrap=True))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show why the passage is listed."""
        event.stop()
        answer = self._highlighted()
        if answer is not None:
            self._why.update(why(answer.gains, self._heat, matching(terms.words(self._asked), answer)))

    def _highlighted(self) -> Answer | None:
        row = self._options.highlighted
        return self._answers[row] if row is not None and row < len(self._answers) else None

    def take_key(self, key: str) -> bool:
        """Act on a key that is for the list; return False if it is for the question."""
        if key == "tab":
            self._close_with(quotes=True)
            return True
        if key in ("f2", "f3", "f4"):
            {"f2": self._ask_again, "f3": self._see, "f4": self._choose}[key]()
            return True
        if self.has_class("seeing") and key in ("up", "down", "pageup", "pagedown"):
            {"up": self._seen.scroll_up, "down": self._seen.scroll_down}.get(key, self._seen.scroll_page_down)()
            return True
        return key in ("up", "down", "pageup", "pagedown") and move_in(self._options, key)

    def _ask_again(self) -> None:
        """Have the model answer from the passages it sees now."""
        if self._answers:
            self._is_choosing = self._actions.can_answer
            self._draw()
            self._actions.answer(self._seen_now())

    def _see(self) -> None:
        """Show the text the model saw, or the passages again."""
        self.set_class(bool(self._written.prompt) and not self.has_class("seeing"), "seeing")
        self._draw_note()

    def _choose(self) -> None:
        """Leave the highlighted passage out, or add it."""
        answer = self._highlighted()
        if answer is not None and self._actions.can_answer:
            number = answer.found.number
            self._choice[number] = number not in {one.found.number for one in self._seen_now()}
            self._is_choosing = True
            self._draw()

    def accept(self) -> None:
        """Open the highlighted passage."""
        self._close_with(quotes=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the clicked passage."""
        self._options.highlighted = event.option_index
        self.accept()

    def _close_with(self, *, quotes: bool) -> None:
        answer = self._highlighted()
        if answer is not None:
            self.dismiss(None)
            (self._actions.quote if quotes else self._actions.open)(answer)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Close."""
        self._actions.closed()
        return super().dismiss(result)


class _Question(Line):
    """The question; it passes keys of the list on to it."""

    def __init__(self, panel: AskPanel) -> None:
        super().__init__("", lambda _: panel.accept())
        self._panel = panel

    async def _on_key(self, event: events.Key) -> None:
        if self.screen.is_current and self._panel.take_key(event.key):
            event.stop()
            event.prevent_default()
