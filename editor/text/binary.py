"""Distinguishes text from other contents of files."""

from __future__ import annotations

import re

_WINDOW = 4096  # code points; a text with a picture in it isn't text either
_FEWEST = 8  # odd characters of a window; fewer can be in any text
_MOST_CONTROLS, _MOST_ODD = 0.04, 0.3  # of a window

_CONTROL = re.compile("[\x00-\x07\x0e-\x1a\x1c-\x1f]")
_ODD = re.compile("[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # or bytes that aren't UTF-8


def is_binary(text: str) -> bool:
    """Return True if some part of a text that was read can't be text: control characters, or invalid bytes."""
    odd = _ODD.search(text)
    while odd is not None:
        window = text[odd.start() : odd.start() + _WINDOW]
        count, controls = len(_ODD.findall(window)), len(_CONTROL.findall(window))
        if count >= _FEWEST and (controls > _MOST_CONTROLS * len(window) or count > _MOST_ODD * len(window)):
            return True
        odd = _ODD.search(text, odd.start() + _WINDOW)
    return False
