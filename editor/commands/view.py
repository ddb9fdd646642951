"""Commands that change how the draft is shown, and nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command
from editor.view.widgets.notice import Notice

if TYPE_CHECKING:
    from editor.app import LogproseApp
    from editor.flags.draft_flags import ModelView
    from editor.view.canvas.canvas import Canvas
    from editor.view.canvas.writing_view import Focus

_NARROWEST, _COLUMN_STEP = 20, 4  # cells


@command("live-preview", "Hide the markup, or show it", keys=("f7",), group="View")
def live_preview(canvas: Canvas) -> None:
    """Hide markup except where the carets are, or show all of it."""
    canvas.set_mode("source" if canvas.mode == "preview" else "preview")


@command("reading-view", "Only read, with no markup at all", keys=("f5",), group="View")
def reading_view(canvas: Canvas) -> None:
    """Show the draft as it reads; keys scroll. Again goes back to writing."""
    canvas.read_only_view(canvas.mode != "reading")


@command("fold", "Fold the section, or unfold it", keys=("alt+shift+l",), group="View")
def fold(canvas: Canvas) -> None:
    """Show of the section that the caret is in nothing but its heading, or all again."""
    if not canvas.fold():
        canvas.post_message(Notice("no heading above that holds anything"))


@command("fold-all", "Fold all sections, or unfold them", keys=("alt+shift+w",), group="View")
def fold_all(canvas: Canvas) -> None:
    """Show the headings alone or, where anything is folded, everything."""
    canvas.fold_all()


@command("focus", "Dim all but the sentence, then the paragraph, then nothing", keys=("shift+f5", "f17"), group="View")
def focus(canvas: Canvas) -> None:
    """Go from one kind of focus to the next."""
    following: dict[Focus, Focus] = {"off": "sentence", "sentence": "paragraph", "paragraph": "off"}
    canvas.focus_on = following[canvas.focus_on]


@command("typewriter", "Keep the caret's row in the middle", keys=("alt+shift+y",), group="View")
def typewriter(canvas: Canvas) -> None:
    """Scroll as a typewriter does, or no longer."""
    canvas.typewriter = not canvas.typewriter


_SHOWN: tuple[tuple[ModelView, str], ...] = (
    ("flags", "flagged words are underlined"),
    ("surprisal", "the warmer a word, the more it surprises the model"),
    ("entropy", "the warmer a word, the more could have stood in its place"),
    ("off", "nothing of what the model says is shown"),
)


@command(
    "heat", "Flags, surprisal of all words, entropy, nothing", keys=("shift+f7", "f19"), group="Model", scope="app"
)
def heat(app: LogproseApp) -> None:
    """Go from one view of what the model says to the next."""
    names = [name for name, _ in _SHOWN]
    app.reading.view, said = _SHOWN[(names.index(app.reading.view) + 1) % len(_SHOWN)]
    app.say(said)


@command("gutter", "Show how surprising paragraphs are, and where the flags are", group="View")
def gutter(canvas: Canvas) -> None:
    """Show the strip beside the text and the map beside the scroll bar, or hide them."""
    canvas.has_gutter = not canvas.has_gutter


@command("column-wider", "Widen the column", group="View")
def column_wider(canvas: Canvas) -> None:
    """Let rows of the text be a little longer."""
    canvas.set_column(canvas.flow.width + _COLUMN_STEP)


@command("column-narrower", "Narrow the column", group="View")
def column_narrower(canvas: Canvas) -> None:
    """Let rows of the text be a little shorter."""
    canvas.set_column(max(_NARROWEST, canvas.flow.width - _COLUMN_STEP))


@command("zen", "Nothing but the text", keys=("f12",), group="View", scope="app")
def zen(app: LogproseApp) -> None:
    """Hide the tabs, the status line and what stands beside the text, or show them again."""
    app.zen.switch(not app.zen.is_on)
