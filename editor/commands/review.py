"""Changes and comments in CriticMarkup: comment, go to the next one, accept and reject. Changes since a commit."""

from __future__ import annotations

from functools import partial

from editor.commands.markup_keys import Formatting, write_formatting
from editor.document import critic_edits
from editor.git.feature import GitFeature
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice


def _write(canvas: Canvas, formatting: Formatting, refusal: str) -> None:
    """Write an edit, or say why there is none."""
    if not write_formatting(canvas, formatting):
        canvas.post_message(Notice(refusal))


@command("add-comment", "Comment on selection", keys=("alt+slash",), group="Review", target=Canvas)
def add_comment(canvas: Canvas) -> None:
    """Highlight the selection and write a comment after it, `{==text==}{>>comment<<}`; exports leave it out."""
    _write(canvas, critic_edits.comment, "code can't hold a comment")


@command("next-change", "Go to next change or comment", group="Review", target=Canvas)
def next_change(canvas: Canvas) -> None:
    """Select the next addition, deletion, substitution, highlight or comment; after the last one, the first."""
    mark = critic_edits.next_mark(canvas.document, canvas.markdown.lines, canvas.selection.start)
    if mark is None:
        canvas.post_message(Notice("no changes or comments"))
    else:
        canvas.select(mark.start, mark.end)


@command("accept-change", "Accept change at caret", group="Review", target=Canvas)
def accept_change(canvas: Canvas) -> None:
    """Make the change at the caret, or those in the selection, part of the text; a comment goes."""
    _write(canvas, partial(critic_edits.settle_at, accept=True), "no change at the caret")


@command("reject-change", "Reject change at caret", group="Review", target=Canvas)
def reject_change(canvas: Canvas) -> None:
    """Restore the text as it was before the change at the caret, or those in the selection; a comment goes."""
    _write(canvas, partial(critic_edits.settle_at, accept=False), "no change at the caret")


@command("accept-all-changes", "Accept all changes", group="Review", target=Canvas)
def accept_all_changes(canvas: Canvas) -> None:
    """Make all changes part of the text; comments and highlights stay."""
    _write(canvas, partial(critic_edits.settle_all, accept=True), "no changes")


@command("reject-all-changes", "Reject all changes", group="Review", target=Canvas)
def reject_all_changes(canvas: Canvas) -> None:
    """Restore the text as it was before all changes; comments and highlights stay."""
    _write(canvas, partial(critic_edits.settle_all, accept=False), "no changes")


@command(
    "next-git-change",
    "Go to next change since last commit",
    keys=("alt+pagedown",),
    group="Review",
    target=GitFeature,
)
def next_git_change(changes: GitFeature) -> None:
    """Go to the next lines that differ from git's last commit; after the last ones, the first."""
    changes.next_change()


@command(
    "previous-git-change",
    "Go to previous change since commit",
    keys=("alt+pageup",),
    group="Review",
    target=GitFeature,
)
def previous_git_change(changes: GitFeature) -> None:
    """Go to the lines before that differ from git's last commit; before the first ones, the last."""
    changes.previous_change()


@command("revert-git-change", "Revert change since last commit", group="Review", target=GitFeature)
def revert_git_change(changes: GitFeature) -> None:
    """Restore the lines of git's last commit in place of the change at the caret, or of those in the selection."""
    changes.revert()
