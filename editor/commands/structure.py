"""Headings and sections, the table of contents, links, and the history of jumps."""

from __future__ import annotations

from typing import Literal

from editor.document.formatting import contents, sections
from editor.keys.registry import command
from editor.navigation.feature import NavigationFeature
from editor.navigation.outline import read_all
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice


@command("outline", "Outline: go to heading", keys=("f6",), group="Structure", target=NavigationFeature)
def outline(navigation: NavigationFeature) -> None:
    """List the headings; the draft scrolls to the highlighted one."""
    navigation.begin(navigation.outline.list_headings)


@command("next-heading", "Go to next heading", group="Structure", target=NavigationFeature)
def next_heading(navigation: NavigationFeature) -> None:
    """Move the caret to the next heading."""
    navigation.begin(navigation.outline.go_to_next)


@command("previous-heading", "Go to previous heading", group="Structure", target=NavigationFeature)
def previous_heading(navigation: NavigationFeature) -> None:
    """Move the caret to the heading above."""
    navigation.begin(navigation.outline.go_to_previous)


@command("move-section-up", "Move section up", keys=("alt+shift+m",), group="Structure", target=Canvas)
async def move_section_up(canvas: Canvas) -> None:
    """Swap the section, including its subsections, with the one before it."""
    await _move_section(canvas, -1)


@command("move-section-down", "Move section down", keys=("alt+shift+z",), group="Structure", target=Canvas)
async def move_section_down(canvas: Canvas) -> None:
    """Swap the section, including its subsections, with the one after it."""
    await _move_section(canvas, 1)


async def _move_section(canvas: Canvas, direction: Literal[-1, 1]) -> None:
    markdown = canvas.markdown
    await read_all(markdown)
    try:
        canvas.apply(*sections.move(canvas.document, markdown, canvas.outline, canvas.selections, direction))
    except sections.SectionError as error:
        canvas.post_message(Notice(str(error)))


@command("insert-toc", "Insert or update table of contents", group="Structure", target=Canvas)
async def insert_toc(canvas: Canvas) -> None:
    """Insert a list of links to the headings between two comments, by which it is found again."""
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


@command("follow", "Follow link or footnote", keys=("alt+enter",), group="Structure", target=NavigationFeature)
def follow(navigation: NavigationFeature) -> None:
    """Go to the target of the link at the caret; ask before opening anything outside the draft."""
    navigation.begin(navigation.links.follow)


@command("go-back", "Go back to last jump", keys=("alt+y",), group="Structure", target=NavigationFeature)
def go_back(navigation: NavigationFeature) -> None:
    """Return to where the last jump started."""
    navigation.go_back()


@command("go-forward", "Go forward", group="Structure", target=NavigationFeature)
def go_forward(navigation: NavigationFeature) -> None:
    """Return to where going back started."""
    navigation.go_forward()
