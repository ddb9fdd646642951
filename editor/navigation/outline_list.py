"""The list of headings next to the draft, which shows the highlighted one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.await_complete import AwaitComplete
from textual.widgets import OptionList

from editor.document.markdown.outline import Heading
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import FUZZY, Choice, Chooser, rank


class OutlineList(Chooser):
    """Asks for a heading. Typing narrows the list and keeps its order; Enter goes to a heading, Escape goes back.

    Args:
        headings: all of them.
        current: the index of the heading to highlight first.
        preview: scrolls to a heading, by its index.
        leave: scrolls back.
        choose: goes to a heading, by its index.
    """

    DEFAULT_CSS = """
    OutlineList { align: right top; background: transparent; }
    OutlineList > Vertical { width: 40; max-width: 50%; margin: 1 2; }
    """

    def __init__(
        self,
        theme: Theme,
        headings: Sequence[Heading],
        current: int,
        preview: Callable[[int], None],
        leave: Callable[[], None],
        choose: Callable[[int], None],
    ) -> None:
        highest = min(heading.level for heading in headings)
        choices = [Choice("  " * (heading.level - highest) + (heading.text or "…")) for heading in headings]
        super().__init__(theme, "Go to a heading", choices, choose)
        self._first = current
        self._preview = preview
        self._leave = leave
        self._previewed = current
        self._is_chosen = False

    def _found(self, query: str) -> list[int]:
        ranks = [(rank(query, choice), index) for index, choice in enumerate(self._choices)]
        found = [(how, index) for how, index in ranks if how is not None]
        return [index for how, index in found if how < FUZZY] or [index for _, index in found]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Preview the heading in the draft."""
        event.stop()
        if self._is_chosen or self._options.highlighted != event.option_index or not self._shown:
            return
        index = self._shown[event.option_index]
        if index != self._previewed:
            self._previewed = index
            self._preview(index)

    def _leave_with(self, row: int) -> None:
        self._is_chosen = True
        super()._leave_with(row)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Close, and scroll back if no heading was chosen."""
        if not self._is_chosen:
            self._is_chosen = True
            self._leave()
        return super().dismiss(result)
