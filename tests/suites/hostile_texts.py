"""Texts that would control a terminal or deceive a reader, by class.

None contains a slash, a line break or a NUL, so that they can be file names.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

CLASSES = {
    "SGR, concealed and blinking": "\x1b[8;5mx",
    "CSI, cursor out of the screen": "\x1b[999;999Hx",
    "CSI, erase": "\x1b[2J\x1b[3Jx",
    "CSI, alternate screen": "\x1b[?1049lx",
    "CSI, reports typed into us": "\x1b[6n\x1b[cx",
    "CSI, title and window": "\x1b[21t\x1b[8;1;1tx",
    "ESC, reset and character sets": "\x1b(0\x1bcx",
    "OSC 0 and 2, title": "\x1b]0;OWNED\x07\x1b]2;OWNED\x1b\\x",
    "OSC 8, link": "\x1b]8;;http:x\x1b\\x\x1b]8;;\x1b\\",
    "OSC 52, clipboard": "\x1b]52;c;T1dORUQ=\x07x\x1b]52;c;?\x07",
    "OSC 4, 10 and 11, colours": "\x1b]4;1;?\x07\x1b]11;#fff\x07x",
    "DCS, DECRQSS and XTGETTCAP": "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\x",
    "APC, graphics": "\x1b_Ga=T;AAAA\x1b\\x",
    "PM and SOS": "\x1b^x\x1b\\\x1bXx\x1b\\",
    "C1 in UTF-8": "\x9b8mx\x9d0;OWNED\x9c\x90q\x9c\x85\x84",
    "C1 as bytes": "\udc9b8mx\udc9d0;OWNED\udc9c\udc85\udcff",
    "C0": "x\x01\x05\x07\x08\x0e\x0f\x11\x13\x18\x1a\x7f\x0b\x0c",
    "bidi controls": "x\u202etxt.exe\u202c\u2066y\u2069\u200f\u061c",
    "zero width": "x\u200b\u2060\ufeff\u00ad\u034f\u3164\u200dy",
    "tag characters": "x\U000e0001\U000e0041\U000e0042\U000e007f",
    "separators and selectors": "x\u2028\u2029\ufe0f\U000e0100\ufffe\ue000",
    "heaps of marks": "x" + "\u0300" * 40,
}

MARKUP = "[bold]x[@click=app.quit]y[link=z]w"
"""Markup that Rich and Textual would take for styles, actions and links; harmless to a terminal."""

_ATOMS = (
    *map(
        chr, (*range(0x20), *range(0x7F, 0xA1), *range(0x200B, 0x2010), *range(0x2028, 0x2030), *range(0x2060, 0x2070))
    ),
    *map(chr, (0xAD, 0xFEFF, 0xE0001, 0xE0041, 0xE007F, 0xFE0F, 0x34F, 0x3164, 0x301, *range(0xDC80, 0xDD00, 7))),
    *("\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1b\\", "\x9b", "\x9d", "\r\n", ";", "52;c;", "1049", "[0m", "word", " "),
    *("# ", "- ", "> ", "`", "**", "[", "](", ")", "|", "---", "é", "漢", "ب", "क्\u200dष", "👩\u200d🚀"),
)


def document(seed: int, marker: str, rows: int = 20) -> str:
    """Return a random text full of control characters, determined by the seed; its first line ends in `marker`."""
    chance = random.Random(seed)
    classes: Sequence[str] = tuple(CLASSES.values())
    lines = []
    for _ in range(chance.randint(1, rows)):
        parts = chance.choices(_ATOMS, k=chance.randint(1, 12))
        if chance.random() < 0.4:
            parts.insert(chance.randrange(len(parts) + 1), chance.choice(classes))
        lines.append("".join(parts))
    return f"{marker}\n" + "\n".join(lines)


def in_toml(text: str) -> str:
    """Return a TOML string; characters that aren't valid Unicode become `?`."""
    known = text.encode("utf-8", "replace").decode()
    return '"' + "".join(one if one.isalnum() and one.isascii() else f"\\U{ord(one):08X}" for one in known) + '"'
