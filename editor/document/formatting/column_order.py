"""The order of a column's cells: numbers as numbers, then words in dictionary order."""

from __future__ import annotations

import re
import unicodedata

_AROUND = " \t\u00a0\u202f*_`~$€£¥%‰()"  # marks, currencies, units that don't count
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3}){2,}|(?:[ '’]\d{3})+(?:[.,]\d+)?)")
_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")  # 1.234,5
_PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?")
_DIGITS = re.compile(r"(\d+)")

Key = tuple[int, float, str]


def sort_key(cell: str) -> Key | None:
    """Return a cell's sort key; None if it is empty."""
    text = cell.strip()
    if not text:
        return None
    number = _number(text)
    if number is not None:
        return 0, number, ""
    base = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    padded = _DIGITS.sub(lambda digits: digits[1].zfill(12), base.strip("*_`~"))  # 9 before 10 within words too
    return 1, 0.0, padded + "\0" + text


def _number(text: str) -> float | None:
    body = text.strip(_AROUND).replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ").replace(" ", " ")
    if _POINTS.fullmatch(body):
        body = body.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(body):
        body = re.sub(r"[,.](?=\d{3}(?:\D|$))|[ '’]", "", body)
    elif _PLAIN.fullmatch(body):
        body = body.replace(",", ".")
    else:
        return None
    return float(body)
