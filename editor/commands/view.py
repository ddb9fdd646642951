"""Commands that change how the draft is displayed, not its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.appearance.feature import ZenFeature
from editor.authorship.feature import AuthorshipFeature
from editor.flags.draft_flags import ModelView
from editor.flags.feature import FlagsFeature
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice

if TYPE_CHECKING:
    from editor.view.canvas.focus import Focus

_NARROWEST, _COLUMN_STEP = 20, 4  # cells


@command("live-preview", "Toggle live preview (hide markup)", keys=("f7",), group="View", target=Canvas)
def live_preview(canvas: Canvas) -> None:
    """Hide markup except at the carets, or show all of it."""
    canvas.set_mode("source" if canvas.mode == "preview" else "preview")
    canvas.post_message(Notice("live preview: markup is hidden" if canvas.mode == "preview" else "all markup is shown"))


@command("reading-view", "Toggle reading view", keys=("f5",), group="View", target=Canvas)
def reading_view(canvas: Canvas) -> None:
    """Show the draft rendered and read-only; keys scroll. Repeat to go back to writing."""
    canvas.read_only_view(canvas.mode != "reading")


@command("fold", "Fold or unfold section", keys=("alt+shift+l",), group="View", target=Canvas)
def fold(canvas: Canvas) -> None:
    """Hide the caret's section except for its heading, or show it again."""
    if not canvas.fold():
        canvas.post_message(Notice("no section to fold here"))


@command("fold-all", "Fold or unfold all sections", keys=("alt+shift+w",), group="View", target=Canvas)
def fold_all(canvas: Canvas) -> None:
    """Show only the headings; if anything is folded, show everything."""
    canvas.fold_all()


@command("focus", "Cycle sentence / paragraph focus", keys=("shift+f5", "f17"), group="View", target=Canvas)
def focus(canvas: Canvas) -> None:
    """Dim everything but the caret's sentence, then its paragraph, then nothing."""
    following: dict[Focus, Focus] = {"off": "sentence", "sentence": "paragraph", "paragraph": "off"}
    canvas.focus_on = following[canvas.focus_on]
    canvas.post_message(Notice(f"focus: {canvas.focus_on}"))


@command("typewriter", "Toggle typewriter scrolling", keys=("alt+shift+y",), group="View", target=Canvas)
def typewriter(canvas: Canvas) -> None:
    """Keep the caret's row in the middle of the screen, or stop doing so."""
    canvas.typewriter = not canvas.typewriter
    canvas.post_message(Notice(f"typewriter scrolling {'on' if canvas.typewriter else 'off'}"))


_SHOWN: tuple[tuple[ModelView, str], ...] = (
    ("flags", "flagged words are underlined"),
    ("surprisal", "warmer = more surprising to the model"),
    ("entropy", "warmer = more words were possible here"),
    ("off", "model display off"),
)


@command("heat", "Cycle underlines / heat map / off", keys=("shift+f7", "f19"), group="Model", target=FlagsFeature)
def heat(flags: FlagsFeature) -> None:
    """Switch between underlines, a heat map of surprisal, one of entropy, and none."""
    names = [name for name, _ in _SHOWN]
    flags.show_view(*_SHOWN[(names.index(flags.shown.view) + 1) % len(_SHOWN)])


@command("gutter", "Toggle map of underlines", group="View", target=Canvas)
def gutter(canvas: Canvas) -> None:
    """Show or hide the map next to the scroll bar."""
    canvas.has_gutter = not canvas.has_gutter
    canvas.post_message(Notice(f"map of underlines {'on' if canvas.has_gutter else 'off'}"))


@command("strip", "Toggle strip of surprisal", group="View", target=Canvas)
def strip(canvas: Canvas) -> None:
    """Show or hide, next to each paragraph, how much it surprises the model."""
    canvas.has_strip = not canvas.has_strip
    canvas.post_message(Notice(f"strip of surprisal {'on' if canvas.has_strip else 'off'}"))


@command("accepted-text", "Show accepted text", group="View", target=AuthorshipFeature)
def accepted_text(authorship: AuthorshipFeature) -> None:
    """Toggle the marks on text accepted from the model."""
    authorship.show()


@command("column-wider", "Widen column", group="View", target=Canvas)
def column_wider(canvas: Canvas) -> None:
    """Make the rows of text a little longer."""
    canvas.set_column(canvas.document_layout.width + _COLUMN_STEP)


@command("column-narrower", "Narrow column", group="View", target=Canvas)
def column_narrower(canvas: Canvas) -> None:
    """Make the rows of text a little shorter."""
    canvas.set_column(max(_NARROWEST, canvas.document_layout.width - _COLUMN_STEP))


@command("zen", "Zen mode", keys=("f12",), group="View", target=ZenFeature)
def zen(zen: ZenFeature) -> None:
    """Hide the tabs, the status line and everything next to the text, or show them again."""
    zen.toggle()
