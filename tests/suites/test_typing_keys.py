"""Typing with pairs and smart typography as tables: the text before, keys, the text after. See `drawing`."""

from __future__ import annotations

from editor.document.typing import Typing
from tests.editor.commands.tables import press_rows
from tests.editor.drawing import seen, set_up
from tests.editor.view.harness import CanvasApp

PAIRS = [
    ("|", "( a ) b", "(a)b|"),
    ("|", "[ ( ) ]", "[()]|"),
    ("a |\r\nb", "quotation_mark a quotation_mark", 'a "a"|\r\nb'),
    ("one|", "(", "one(|)"),
    ("|one", "(", "(|one"),
    ("| one", "(", "(|) one"),
    ("|.", "(", "(|)."),
    ("|*one*", "(", "(|*one*"),
    ("one|", "quotation_mark", 'one"|'),
    ("one.|", "quotation_mark", 'one."|'),
    ('"one |', "quotation_mark", '"one "|'),
    ('|"one"', "quotation_mark", '"|"one"'),
    ("don|", "' t", "don't|"),
    ("|", "' a", "'a|"),
    ("|", "` ` `", "```|"),
    ("\\|", "(", "\\(|"),
    ("f(a|)", ")", "f(a)|"),
    ("((a|)", ")", "((a)|)"),
    ("1|)", ")", "1)|)"),
    ("(|)", "backspace", "|"),
    ("“|”", "backspace", "|"),
    ("(|x)", "backspace", "|x)"),
    ('"a"|"b"', "backspace", '"a|"b"'),
    ("|", "( backspace", "|"),
    ("a|\nb|", "( x )", "a(x)|\nb(x)|"),
    ("(|)\n(|)", "backspace", "|\n|"),
    ("a (|)\nb|", ")", "a ()|\nb)|"),
    ("<one| two", "(", "(<one|) two"),
    ("<one| |two>", "* *", "**<one|** **|two>**"),
    ("<e\u0301|", "quotation_mark", '"<e\u0301|"'),
    ("<one|", "'", "'|"),
    ("<one|", "( ctrl+z", "<one|"),
    ("|", "o n e comma space ( a ctrl+z", "one, |"),
    ("a|", "( ctrl+z", "a|"),
]

SMART = [
    ("|", "quotation_mark a ' s quotation_mark", "“a’s”|"),
    ("|", "quotation_mark backspace a", '"a|'),
    ("|", "quotation_mark ctrl+z a", '"a|'),
    ("|", "quotation_mark backspace backspace", "|"),
    ("|", "quotation_mark left right a backspace backspace", "|"),
    ("a |", "- -", "a –|"),
    ("a |", "- - - backspace", "a ---|"),
    ("a |", "- - backspace a", "a --a|"),
    ("a|", ". . . ctrl+z", "a...|"),
    ("a|", ". . . ctrl+z ctrl+z ctrl+y ctrl+y", "a…|"),
    ("a |\nb |", "quotation_mark", "a “|\nb “|"),
    ("a |\nb|", "quotation_mark backspace", 'a "|\nb"|'),
    ("<one|", "quotation_mark", "“<one|”"),
    ("`|", "quotation_mark", '`"|'),
]


async def test_pairs() -> None:
    assert await press_rows(CanvasApp("", column=24), PAIRS) == PAIRS


async def test_smart_typography() -> None:
    app = CanvasApp("", column=24, typing=Typing(smart_typography=True))
    assert await press_rows(app, SMART) == SMART


async def test_pairs_can_be_turned_off() -> None:
    rows = [("|", "( a )", "(a)|"), ("<one|", "*", "*|"), ("(|)", "backspace", "|)")]
    assert await press_rows(CanvasApp("", typing=Typing(auto_pairs=False)), rows) == rows


async def test_a_pair_and_the_text_typed_in_it_are_one_step() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(30, 8)) as pilot:
        set_up(app.canvas, "a |")
        await pilot.press("(", "b", "c", "ctrl+z")
        assert seen(app.canvas) == "a |"


async def test_a_typographic_replacement_is_a_separate_step_until_typing_goes_on() -> None:
    app = CanvasApp("", typing=Typing(smart_typography=True))
    async with app.run_test(size=(30, 8)) as pilot:
        set_up(app.canvas, "a |")
        await pilot.press("b", "'")
        steps = []
        for keys in (("ctrl+z",), ("ctrl+z",), ("b", "'", "s"), ("ctrl+z",)):
            await pilot.press(*keys)
            steps.append(seen(app.canvas))
        assert steps == ["a b'|", "a |", "a b’s|", "a |"]
