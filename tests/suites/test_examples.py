"""Every example in the CommonMark specification, opened in the program."""

from __future__ import annotations

import html
from pathlib import Path

from editor.app import LogproseApp
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from tests.editor.document.markdown.examples import Example, beyond_commonmark, commonmark
from tests.editor.document.markdown.rendering import read_html


def letters(text: str) -> str:
    """Return the letters and digits of a text, without markup, hidden or not."""
    return "".join(filter(str.isalnum, text))


def is_within(part: str, whole: str) -> bool:
    """Return True if `part` is `whole` with some characters left out."""
    rest = iter(whole)
    return all(character in rest for character in part)


def shows(screen: str, example: Example) -> bool:
    """Return True if all letters of a page are shown, in order; a character may be shown as `&auml;`."""
    page = letters("".join(reading.character for reading in read_html(example.page)))
    return is_within(page, letters(screen)) or is_within(page, letters(html.unescape(screen)))


async def test_every_example_is_shown_and_saved_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "example.md"
    examples = [*commonmark(), *beyond_commonmark("tables"), *beyond_commonmark("tasklists")]
    path.write_text("")
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(120, 50)) as pilot:
        for example in examples:
            canvas = app.canvas
            change = Change(0, len(app.document), example.text)
            canvas.apply(Transaction((change,)), Selections.single(len(example.text), len(example.text)))
            await pilot.pause(0)  # paints, without waiting for the processor to be idle
            screen = "\n".join(canvas.render_line(y).text.rstrip() for y in range(canvas.size.height))
            assert shows(screen, example), example
            app.document.write()
            assert path.read_bytes() == example.text.encode(), example
