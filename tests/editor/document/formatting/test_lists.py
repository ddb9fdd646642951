"""Lists: kinds on and off, tasks, nesting; quotes and fenced code, as tables of drawings."""

from __future__ import annotations

from functools import partial

import pytest

from editor.document.formatting import code_blocks, lists, nesting, quotes
from tests.editor.document.formatting.drawing import Command, after, parsed

bullets = partial(lists.toggle, kind="bullet")
numbers = partial(lists.toggle, kind="number")
tasks = partial(lists.toggle, kind="task")
tick = lists.toggle_tasks

TABLE: list[tuple[Command, str, str | None]] = [
    # kinds of lists
    (bullets, "‹a\nb\n\nc¦", "- ‹a\n- b\n\n- c¦"),
    (bullets, "- ‹a\n- b\n\n- c¦", "‹a\nb\n\nc¦"),
    (bullets, "- ‹a\nb¦", "‹a\nb¦"),
    (bullets, "¦", "- ¦"),
    (bullets, "> a¦", "> - a¦"),
    (bullets, "- [ ] a¦", "- a¦"),
    (bullets, "1. ‹a\n   x\n\n   y\n2. b¦", "- ‹a\n  x\n\n  y\n- b¦"),
    (bullets, "```\na¦\n```", "```\na¦\n```"),
    (numbers, "‹a\nb¦", "1. ‹a\n2. b¦"),
    (numbers, "- ‹a\n  - x\n  - y\n- b¦", "1. ‹a\n   1. x\n   2. y\n2. b¦"),
    (numbers, "- ‹a\n  - x\n- b\n  - y¦", "1. ‹a\n   1. x\n2. b\n   1. y¦"),
    (numbers, "1. a¦\n   x\n\n   y", "a¦\nx\n\ny"),
    (numbers, "- a\n- ‹b\n- c¦", "- a\n1. ‹b\n2. c¦"),
    (tasks, "‹a\nb¦", "- [ ] ‹a\n- [ ] b¦"),
    (tasks, "- [ ] ‹a\n- [x] b¦", "‹a\nb¦"),
    (tasks, "* ‹a\n2. b¦", "* [ ] ‹a\n2. [ ] b¦"),
    # tasks
    (tick, "- [ ] a¦\n- [x] b", "- [x] a¦\n- [x] b"),
    (tick, "- [ ] ‹a\n- [x] b¦", "- [x] ‹a\n- [x] b¦"),
    (tick, "- [x] ‹a\n- [X] b¦", "- [ ] ‹a\n- [ ] b¦"),
    (tick, "- [ ] a\n  more¦", "- [x] a\n  more¦"),
    (tick, "- a¦", None),
    (tick, "a¦", None),
    (tick, "¦", None),
    (tick, "‹a\n- [ ] b\nc¦", "‹a\n- [x] b\nc¦"),
    # indent, with contents and numbers
    (nesting.nest, "- a\n- b¦\n- c", "- a\n  - b¦\n- c"),
    (nesting.nest, "- ¦a\n- b", "- ¦a\n- b"),
    (nesting.nest, "1. a\n2. b¦\n3. c", "1. a\n   1. b¦\n2. c"),
    (
        nesting.nest,
        "1. a\n   1. x\n2. b¦\n   - k\n\n     p\n3. c",
        "1. a\n   1. x\n   2. b¦\n      - k\n\n        p\n2. c",
    ),
    (nesting.nest, "- a\n- ‹b\n  - c\n- d¦", "- a\n  - ‹b\n    - c\n  - d¦"),
    (nesting.nest, "- a\n- b\n  mo¦re", "- a\n  - b\n    mo¦re"),
    (nesting.nest, "- a\n- b¦\n- c¦", "- a\n  - b¦\n  - c¦"),
    (nesting.nest, "a¦", None),
    # an empty item: Enter, then Tab
    (nesting.nest, "- a\n- ¦", "- a\n  - ¦"),
    (nesting.nest, "- a\n- ¦\n\nb", "- a\n  - ¦\n\nb"),
    (nesting.nest, "- a\n- ¦\n- c", "- a\n  - ¦\n- c"),
    (nesting.nest, "1. a\n2. ¦\n3. c", "1. a\n   1. ¦\n2. c"),
    (nesting.nest, "1. a\n   1. x\n2. ¦", "1. a\n   1. x\n   2. ¦"),
    (nesting.nest, "- a\n  - x\n- ¦", "- a\n  - x\n  - ¦"),
    (nesting.nest, "> - a\n> - ¦", "> - a\n>   - ¦"),
    (nesting.nest, "- a\n  - ¦", "- a\n  - ¦"),
    (nesting.unnest, "- a\n  - ¦", "- a\n- ¦"),
    (nesting.unnest, "* a\n  * b\n    * ¦\n* c", "* a\n  * b\n  * ¦\n* c"),
    (nesting.unnest, "1. a\n   1. ¦\n2. c", "1. a\n2. ¦\n3. c"),
    (nesting.unnest, "> - a\n>   - ¦", "> - a\n> - ¦"),
    (nesting.unnest, "- a\n  - ‹```2)\n  - ```\n  - b¦", "- a\n- ‹```2)\n  - ```\n  - b¦"),  # now they are code
    (nesting.unnest, "9. a\n   - b¦\n   - ", "9. a\n10. b¦\n    - "),
    # outdent
    (nesting.unnest, "- a\n  - b¦\n- c", "- a\n- b¦\n- c"),
    (nesting.unnest, "1. a\n   1. b¦\n   2. x\n      y\n2. c", "1. a\n2. b¦\n   1. x\n      y\n3. c"),
    (nesting.unnest, "- a\n  1. b¦\n     t\n\n     u", "- a\n- b¦\n  t\n\n  u"),
    (nesting.unnest, "9. a\n   - b¦\n   - c", "9. a\n10. b¦\n    - c"),
    (nesting.unnest, "- a\n  - [x] b¦", "- a\n- [x] b¦"),
    (nesting.unnest, "> - a\n>   - b¦", "> - a\n> - b¦"),
    (nesting.unnest, "- a¦", None),
    # quotes
    (quotes.toggle_quote, "a¦", "> a¦"),
    (quotes.toggle_quote, "> a¦", "a¦"),
    (quotes.toggle_quote, "‹a\n\nb¦", "> ‹a\n>\n> b¦"),
    (quotes.toggle_quote, "> ‹a\n>\n> b¦", "‹a\n\nb¦"),
    (quotes.toggle_quote, "> ‹a\n\nb¦", "> > ‹a\n>\n> b¦"),
    (quotes.toggle_quote, "- a\n\n  b¦", "- a\n\n  > b¦"),
    (quotes.quote, "> a¦", "> > a¦"),
    (quotes.unquote, "> > a¦", "> a¦"),
    # fenced code
    (code_blocks.toggle, "a¦", "```\na¦\n```"),
    (code_blocks.toggle, "¦", "```\n¦\n```"),
    (code_blocks.toggle, "```py\na¦\n```\nb", "a¦\nb"),
    (code_blocks.toggle, "```py\na¦", "a¦"),
    (code_blocks.toggle, "> ‹a\n> b¦\nc", "> ```\n> ‹a\n> b¦\n> ```\nc"),
    (code_blocks.toggle, "- x\n\n  ‹a\n  b¦", "- x\n\n  ```\n  ‹a\n  b¦\n  ```"),
]


@pytest.mark.parametrize(("command", "before", "expected"), TABLE)
def test_lines(command: Command, before: str, expected: str | None) -> None:
    assert after(before, command) == expected


@pytest.mark.parametrize("command", [bullets, numbers, tasks, quotes.toggle_quote, code_blocks.toggle])
@pytest.mark.parametrize("before", ["a¦", "‹a\n\nb¦", "> ‹a\n> b¦\n", "‹one\r\ntwo\r\n¦three"])
def test_toggling_twice_gives_the_text_back(command: Command, before: str) -> None:
    result = after(before, command, command)
    assert result is not None
    assert parsed(result)[0].text == parsed(before)[0].text
