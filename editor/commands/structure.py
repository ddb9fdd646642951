"""Headings and sections, the table of contents, links, and going back to where one has come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from editor.document.formatting import contents, sections
from editor.keys.registry import command
from editor.navigation.outline import read_all
from editor.view.widgets.notice import Notice

if TYPE_CHECKING:
    from editor.app import LogproseApp
    from editor.view.canvas.canvas import Canvas


@command("outline", "List the headings and go to one", keys=("f6",), group="Structure", scope="app")
def outline(app: LogproseApp) -> None:
    """List the headings; the draft shows the one that is highlighted."""
    app.filing.begin(app.structure.list_headings)


@command("next-heading", "Go to the next heading", group="Structure", scope="app")
def next_heading(app: LogproseApp) -> None:
    """Put the caret on the next heading."""
    app.filing.begin(app.structure.go_to_next)


@command("previous-heading", "Go to the heading above", group="Structure", scope="app")
def previous_heading(app: LogproseApp) -> None:
    """Put the caret on the heading above."""
    app.filing.begin(app.structure.go_to_previous)


@command("move-section-up", "Move the section up, with all it holds", keys=("alt+shift+m",), group="Structure")
async def move_section_up(canvas: Canvas) -> None:
    """Let the section and the one before it change places."""
    await _move_section(canvas, -1)


@command("move-section-down", "Move the section down, with all it holds", keys=("alt+shift+z",), group="Structure")
async def move_section_down(canvas: Canvas) -> None:
    """Let the section and the one behind it change places."""
    await _move_section(canvas, 1)


async def _move_section(canvas: Canvas, direction: Literal[-1, 1]) -> None:
    markdown = canvas.markdown
    await read_all(markdown)
    try:
        canvas.apply(*sections.move(canvas.document, markdown, canvas.outline, canvas.selections, direction))
    except sections.SectionError as error:
        canvas.post_message(Notice(str(error)))


@command("insert-toc", "Insert a table of contents, or bring it up to date", group="Structure")
async def insert_toc(canvas: Canvas) -> None:
    """List the headings, as links, between two comments by which the list is found again."""
    outline = canvas.outline
    await read_all(outline)
    try:
        edited = contents.insert(canvas.document, canvas.markdown, outline.headings(), canvas.selections)
    except contents.ContentsError as error:
        canvas.post_message(Notice(str(error)))
        return
    if edited[0].changes:
        canvas.apply(*edited)
    else:
        canvas.post_message(Notice("the table of contents is up to date"))


@command("follow", "Follow the link, or the footnote", keys=("alt+enter",), group="Structure", scope="app")
def follow(app: LogproseApp) -> None:
    """Go where the link at the caret leads; ask before anything else is opened."""
    app.filing.begin(app.following.follow)


@command("go-back", "Go back to where you have jumped from", keys=("alt+y",), group="Structure", scope="app")
def go_back(app: LogproseApp) -> None:
    """Return to where the last jump began."""
    app.going.go_back()


@command("go-forward", "Go forward again", group="Structure", scope="app")
def go_forward(app: LogproseApp) -> None:
    """Return to where going back began."""
    app.going.go_forward()
