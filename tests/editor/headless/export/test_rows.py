"""The exported text and picture: drawn as in the editor, with nothing dangerous in them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from rich.color import Color

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.headless.export.annotations import AnnotationKind
from editor.headless.export.ansi import to_ansi
from editor.headless.export.svg import to_svg
from editor.text.printable import printable
from editor.view.theme.theme import load_theme, theme_names
from tests.editor.headless.export.drafts import CONSTRUCTS, HOSTILE, annotated

_SGR = re.compile(r"\x1b\[[0-9;:]*m")
_SVG = "{http://www.w3.org/2000/svg}"


def ansi(text: str, kind: AnnotationKind = "none", *, theme: str = "dark", width: int = 40, curly: bool = True) -> str:
    document = Document(text)
    annotations = annotated(text, kind)
    return to_ansi(document, Markdown(document), load_theme(theme), annotations, width=width, curly=curly)


def svg(text: str, kind: AnnotationKind = "none", *, theme: str = "dark", width: int = 40) -> str:
    document = Document(text)
    return to_svg(document, Markdown(document), load_theme(theme), annotated(text, kind), name="a <b>", width=width)


def rows(output: str) -> list[str]:
    """Return the text of each row."""
    return [line.rstrip() for line in _SGR.sub("", output).splitlines()]


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{_SVG}text")]


# -- text --------------------------------------------------------------------------------------------------------------


def test_text_is_wrapped_and_fills_its_rows() -> None:
    output = ansi("# A *title*\n\nOne two three four.\n", width=12)
    assert rows(output) == ["A title", "", "One two", "three four.", ""]
    assert {len(_SGR.sub("", line)) for line in output.splitlines()} == {12}
    assert "\x1b[1;3;53;" in output, "the title's emphasis is bold and italic, with a line above it"


DRAWN = """\
> One two three.
- a [two](http://u) three
  - [x] done

| a | bb |
|--:|----|
| 漢字 | **c** | excess that is wider than all |

```python
def f(): return 1
```
***
"""


def test_markers_are_hidden_and_their_formatting_is_drawn() -> None:
    assert rows(ansi(DRAWN, width=20)) == [
        "▌ One two three.",
        "• a two three",
        "  ☑ done",
        "",
        "│    a │ bb    │",
        "├──────┼───────┤",
        "│ 漢字 │ c     │ exc",
        "",
        "python",
        "def f(): return 1",
        "",
        "────────────────────",
        "",
    ]
    assert rows(ansi("> - One two three four", width=14)) == ["▌ • One two", "▌   three four"]


def test_rows_are_filled_with_the_visible_text() -> None:
    text = "# **One** two\n\na **bold** `c` [link text](http://a.very.long/address), *and* so ~~on~~.\n- [ ] one two"
    assert rows(ansi(text, width=12)) == ["One two", "", "a bold c", "link text,", "and so on.", "☐ one two"]
    picture = svg("a **bold** [link text](http://a.very.long/address), so", "flags", width=12)
    assert [element.attrib["y"] for element in _targets(picture)] == ["0", "0", "0", "20", "20"]


def _targets(picture: str) -> list[ElementTree.Element]:
    boxes = ElementTree.fromstring(picture).iter(f"{_SVG}rect")
    return [element for element in boxes if "fill-opacity" in element.attrib]


def test_code_has_the_colours_of_its_language_and_a_background_across_the_row() -> None:
    theme = load_theme("dark")
    output = ansi(DRAWN, width=20)
    row = output.splitlines()[9]
    for kind, text in (("keyword", "def"), ("function", "f"), ("number", "1")):
        colour = Color.parse(theme.colour(f"syntax.{kind}")).get_truecolor()
        assert re.search(rf"38;2;{colour.red};{colour.green};{colour.blue};\S*m{text}\x1b", row), kind
    ground = Color.parse(theme.background("code.block")).get_truecolor()
    spaces = re.search(rf"48;2;{ground.red};{ground.green};{ground.blue}m( *)\x1b\[0m$", row)
    assert spaces is not None
    assert len(spaces[1]) == 3


@pytest.mark.parametrize("kind", ["none", "flags", "heat"])
@pytest.mark.parametrize(
    "text", [HOSTILE, CONSTRUCTS, "", "e\u0301 漢字 👩‍👩‍👧 \t|\n" * 3], ids=["hostile", "constructs", "empty", "wide"]
)
def test_only_styles_reach_the_terminal(text: str, kind: AnnotationKind) -> None:
    shown = _SGR.sub("", ansi(text, kind))
    for line in shown.splitlines():
        assert printable(line) == line
    assert "\x1b" not in shown
    shown.encode()


def test_flags_are_underlined_and_listed() -> None:
    output = ansi("one\nA `code` word", "flags")
    assert re.search(r"4:3;58:2::\d+:\d+:\d+mword\x1b\[0m", output)
    assert rows(output)[3:] == [
        "1. line 1, one: Surprising: a reason ·",
        "99 % likely a mistake · eno",
        "2. line 2, A: Surprising: a reason · 99",
        "% likely a mistake · A",
        "3. line 2, word: Surprising: a reason ·",
        "99 % likely a mistake · drow",
    ]
    assert "4:3" not in ansi("word", "flags", curly=False)
    assert re.search(r"\x1b\[4;\S+mword", ansi("word", "flags", curly=False))


def test_heat_is_the_background_of_words_and_has_a_legend() -> None:
    output = ansi("a surprising", "heat", width=20)
    grounds = re.findall(r"48;2;(\d+;\d+;\d+)m(a|surprising)\x1b", output)
    assert [word for _, word in grounds] == ["a", "surprising"]
    assert grounds[0][0] != grounds[1][0]
    legend = ["Surprisal of each", "word, in nats:", " 1–2  2–3.5  3.5–5", " 5–7  7–9  9–12", " from 12"]
    assert rows(output)[1:] == ["", *legend]


def test_a_long_line_is_drawn_in_time_that_grows_with_it() -> None:
    output = ansi("a word of it " * 4000, "heat", width=80)
    assert output.count("\n") > 600


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_a_picture_has_the_texts_rows() -> None:
    picture = svg("# A *title*\n\nOne 漢字 three\n", width=10)
    assert texts(picture) == ["A", "title", "One 漢字", "three"]
    lengths = re.findall(r'textLength="([\d.]+)">(?:One 漢字|three)', picture)
    assert [float(length) / 8.4 for length in lengths] == pytest.approx([8, 5])


def test_lines_and_bars_in_a_picture_leave_no_gaps() -> None:
    tree = ElementTree.fromstring(svg("> a\n> b\n\n| c |\n|--|\n\n***", width=8))
    boxes = [{name: float(element.attrib[name]) for name in ("x", "y", "width", "height")} for element in _shapes(tree)]
    assert texts(svg("> a\n\n***")) == ["a"]
    bars = [box for box in boxes if box["width"] == 4.2]
    assert [(box["x"], box["y"], box["height"]) for box in bars] == [(0, 0, 20), (0, 20, 20)]
    table = [box for box in boxes if 60 <= box["y"] < 100 and box["width"] == 1]
    for x in {box["x"] for box in table}:
        column = sorted((box["y"], box["y"] + box["height"]) for box in table if box["x"] == x)
        assert column == [(60, 80), (80, 100)]
    assert boxes[-1] == {"x": 0, "y": 129.5, "width": pytest.approx(8 * 8.4), "height": 1}


def _shapes(tree: ElementTree.Element) -> list[ElementTree.Element]:
    return [element for element in tree.iter(f"{_SVG}rect") if "class" in element.attrib]


@pytest.mark.parametrize("kind", ["none", "flags", "heat"])
@pytest.mark.parametrize("text", [HOSTILE, CONSTRUCTS, ""], ids=["hostile", "constructs", "empty"])
def test_a_picture_runs_and_fetches_nothing(text: str, kind: AnnotationKind) -> None:
    picture = svg(text, kind)
    picture.encode()
    tree = ElementTree.fromstring(picture)
    allowed = {f"{_SVG}{tag}" for tag in ("svg", "title", "style", "g", "rect", "text", "path")}
    assert {element.tag for element in tree.iter()} <= allowed
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]
    styles = "".join(element.text or "" for element in tree.iter(f"{_SVG}style"))
    assert "url(" not in styles
    assert "@" not in styles
    titles = [element.text for element in tree.iter(f"{_SVG}title")]
    assert titles[0] == "a <b>"
    assert (len(titles) > 1) is (kind != "none" and text != "")


def test_flags_in_a_picture_have_a_wavy_line_and_a_tooltip_at_their_words() -> None:
    tree = ElementTree.fromstring(svg("an apple\nis red", "flags", width=8))
    notes = tree.findall(f".//{_SVG}g/{_SVG}g")
    assert [note.findtext(f"{_SVG}title") for note in notes] == [
        f"Surprising: a reason · 99 % likely a mistake · {word[::-1]}" for word in ("an", "apple", "is", "red")
    ]
    places = [note.find(f"{_SVG}rect") for note in notes]
    assert [(float(place.attrib["x"]) / 8.4, place.attrib["y"]) for place in places if place is not None] == [
        (0, "0"),
        (3, "0"),
        (0, "20"),
        (3, "20"),
    ]
    assert all(note.find(f"{_SVG}path") is not None for note in notes)


@pytest.mark.parametrize("name", theme_names())
def test_every_theme_draws_both(name: str) -> None:
    for kind in ("flags", "heat"):
        assert rows(ansi(CONSTRUCTS, kind, theme=name))
        picture = svg(CONSTRUCTS, kind, theme=name)
        assert "ansi" not in picture
        assert len(texts(picture)) > 50
