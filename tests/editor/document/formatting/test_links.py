"""Links, images, footnotes and pasted text, as drawings before and after."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.document.caret_edits import edit_all
from editor.document.formatting import footnotes
from editor.document.formatting.links import toggle_image, toggle_link
from editor.document.formatting.paste import pasted
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from tests.editor.document.formatting.drawing import Command, after

LINKS: list[tuple[Command, str, str, str]] = [
    # once, then again
    (toggle_link, "a ‹word¦ b", "a [word](¦) b", "a ‹word¦ b"),
    (toggle_link, "a wo¦rd b", "a [word](¦) b", "a ‹word¦ b"),
    (toggle_link, "a ¦", "a [¦]()", "a ¦"),
    (toggle_link, "‹http://x.y/z¦", "[¦](http://x.y/z)", "‹http://x.y/z¦"),
    (toggle_link, "[te¦xt](http://u)", "[text](‹http://u¦)", "‹text¦"),
    (toggle_link, "‹one ¦two", "[one](¦) two", "‹one¦ two"),
    (toggle_link, "**a ‹b** c¦", "[**a b** c](¦)", "‹**a b** c¦"),
    (toggle_link, "**a ‹b¦ c**", "**a [b](¦) c**", "**a ‹b¦ c**"),
    (toggle_link, "‹a]b¦", r"[a\]b](¦)", r"‹a\]b¦"),
    (toggle_link, "‹a [x](u) b¦", "‹a [x](u) b¦", "‹a [x](u) b¦"),
    (toggle_link, "- ‹a\n- b¦", "- ‹a\n- b¦", "- ‹a\n- b¦"),
    (toggle_link, "`‹co¦de`", "[`code`](¦)", "‹`code`¦"),
    (toggle_link, "```\n‹co¦\n```", "```\n‹co¦\n```", "```\n‹co¦\n```"),
    (toggle_link, "‹a¦ ‹b¦", "[a](¦) [b](¦)", "‹a¦ ‹b¦"),
    (toggle_image, "‹alt¦", "![alt](¦)", "‹alt¦"),
    (toggle_image, "![a¦lt](u.png)", "![alt](‹u.png¦)", "‹alt¦"),
    # a footnote, and back
    (footnotes.toggle, "wo¦rd here.\n", "word[^1] here.\n\n[^1]: ¦\n", "word¦ here.\n"),
    (footnotes.toggle, "end.¦", "end.[^1]\n\n[^1]: ¦", "end.¦"),
    (footnotes.toggle, "a[^1] b¦\n\n[^1]: x\n", "a[^1] b[^2]\n\n[^1]: x\n[^2]: ¦\n", "a[^1] b¦\n\n[^1]: x\n"),
    (footnotes.toggle, "a[^1¦] b\n\n[^1]: x\n", "a[^1] b\n\n[^1]: x¦\n", "a[^1]¦ b\n\n[^1]: x\n"),
]


@pytest.mark.parametrize(("command", "before", "once", "twice"), LINKS)
def test_once_and_twice(command: Command, before: str, once: str, twice: str) -> None:
    assert after(before, command) == once
    assert after(before, command, command) == twice


def test_each_caret_gets_its_own_footnote() -> None:
    assert after("a¦ b¦\n", footnotes.toggle) == "a[^1] b[^2]\n\n[^1]: ¦\n[^2]: ¦\n"


FOOTNOTES = [
    ("a `co¦de` b", "a `code`[^1] b\n\n[^1]: ¦"),
    ("a `co de¦` b", "a `co de`[^1] b\n\n[^1]: ¦"),
    ("a `‹co¦de` b", "a `code`[^1] b\n\n[^1]: ¦"),
    ("a ``c ` ¦d`` b", "a ``c ` d``[^1] b\n\n[^1]: ¦"),
    ("- a `co¦de`\r\n", "- a `code`[^1]\r\n\r\n[^1]: ¦\r\n"),
    ("[te¦xt](u) b", "[text](u)[^1] b\n\n[^1]: ¦"),
    ("[text](http://a¦.b) b", "[text](http://a.b)[^1] b\n\n[^1]: ¦"),
    ("<http://a¦.b> b", "<http://a.b>[^1] b\n\n[^1]: ¦"),
    ("![al¦t](u) b", "![alt](u)[^1] b\n\n[^1]: ¦"),
    ("a <i cl¦ass> b", "a <i class>[^1] b\n\n[^1]: ¦"),
    ("a $x ¦y$ b", "a $x y$[^1] b\n\n[^1]: ¦"),
    ("a &am¦p; b", "a &amp;[^1] b\n\n[^1]: ¦"),
    ("**bo¦ld**", "**bold[^1]**\n\n[^1]: ¦"),
    ("| a `b¦` |\n|---|", "| a `b`[^1] |\n|---|\n\n[^1]: ¦"),
    # never in text that isn't parsed as inline text
    ("```\nco¦de\n```", None),
    ("```p¦y\ncode\n```", None),
    ("```\na[^1]¦\n```\n\n[^1]: x", None),
    ("a\n\n    co¦de", None),
    ("---\ntitle: a¦\n---\n", None),
    ("<div>\na¦\n</div>", None),
    ("$$\na¦\n$$", None),
    ("[a]: http://b¦", None),
    ("a\n==¦", None),
    ("a¦\n\n```\nb¦\n```\n", "a[^1]\n\n```\nb\n```\n\n[^1]: ¦\n"),
]


@pytest.mark.parametrize(("before", "expected"), FOOTNOTES)
def test_a_footnote_is_only_for_text(before: str, expected: str | None) -> None:
    assert after(before, footnotes.toggle) == expected


PASTES = [
    ("a¦", "b\nc", "ab\nc¦"),
    ("> a¦", "b\n\nc", "> ab\n>\n> c¦"),
    (">> a¦", "b\nc\n", ">> ab\n>> c\n>> ¦"),
    ("- a¦", "b\nc", "- ab\n  c¦"),
    ("> 1. a¦", "b\n\nc", "> 1. ab\n>\n>    c¦"),
    ("- ¦", "- b\n- c", "- b\n- c¦"),
    ("- [ ] ¦", "- [ ] b\n- [x] c", "- [ ] b\n- [x] c¦"),
    ("> ```\n> x¦\n> ```", "a\n  b", "> ```\n> xa\n>   b¦\n> ```"),
    ("‹text¦", "http://u", "[text](http://u)¦"),
    ("‹text¦", "http://u/(a", "[text](<http://u/(a>)¦"),
    ("‹text¦", "no address", "no address¦"),
    ("‹http://a¦", "http://u", "http://u¦"),
    ("```\n‹text¦\n```", "http://u", "```\nhttp://u¦\n```"),
    ("‹a¦ ‹b¦", "http://u", "[a](http://u)¦ [b](http://u)¦"),
]


@pytest.mark.parametrize(("before", "text", "expected"), PASTES)
def test_pasting(before: str, text: str, expected: str) -> None:
    def paste(document: Document, lines: LineStates, selections: Selections) -> Edited:
        return edit_all(selections, [pasted(document, lines, selection, text) for selection in selections])

    assert after(before, paste) == expected
