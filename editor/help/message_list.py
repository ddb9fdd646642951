"""The messages that the status line has shown, for reading again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import Choice, Chooser
from editor.view.widgets.status_fields import Said


class MessageList(Chooser):
    """Lists messages, the newest first.

    Args:
        said: the messages, the oldest first.
        show: shows the chosen one on the status line once more, in full.
    """

    def __init__(self, theme: Theme, said: Sequence[Said], show: Callable[[Said], None]) -> None:
        newest_first = list(reversed(said))
        choices = [
            Choice(f"{one.clock}  {' '.join(one.text.split())}", "error" if one.is_error else "")
            for one in newest_first
        ]
        super().__init__(theme, "Messages (Enter: show in full)", choices, lambda index: show(newest_first[index]))
