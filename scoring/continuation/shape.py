"""The Markdown around a place: what must come first there, and how much of a continuation fits into the draft.

A continuation ends with its paragraph. The part shown leaves no markup open: emphasis is closed, and a link, code or a
comment is shown only once it is complete.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ITEM = re.compile(r"((?:\s*>)*\s*)([-*+]|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?")
_BLOCK_START = re.compile(r"\s*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}\s|>|```|~~~|<|\||\$\$|={3,}|-{3,}|\Z)")
_SWALLOWS = re.compile(r"```|~~~|<|\$\$|\|| {4}|\t|={2,}|-{3,}|\*{3,}|_{3,}|\[[^\]]*\]:")
"""At the start of a line: a fence, HTML, maths, a table, indented code, a heading's underline, a link definition."""
_GOES_ON = re.compile(r"[^\W\d_]|[\"'“‘(]")
"""How the next line of a wrapped paragraph begins; anything else may be another block."""
_MARK = re.compile(r"\\.|`+|<!--|<[A-Za-z/?!]|\$\$|\[|\*+|_+|~~+", re.DOTALL)
_MIGHT_SWALLOW = re.compile(r"[`~$=*_-]{1,2}\Z| {1,3}\Z")
_PREFIX = re.compile(r"(?:\s*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*\s*")
"""The markers before a line's content: those of quotes and lists."""
_UNSURE = re.compile(r"[*_~`$<\[\\]+\Z")
"""Characters whose meaning depends on the next one."""
_SIGN = r"[-*_~=#+](?:\W|\w{1,2})?"
_NOISE = re.compile(rf"(?:{_SIGN}){{6,}}|<[A-Z]")
"""This many symbols with almost nothing between them, or a tag such as <NAME> in capitals, are debris from the training
data, not prose."""
_CELL_END = re.compile(r"(?<!\\)\|")
_MIGHT_BE_NOISE = re.compile(rf"(?:{_SIGN})+\Z")
_WORD = re.compile(r"\w+")
_SAME_WORDS = 2
"""A continuation ends when it repeats this many words of the text that follows."""
_WRAPPED_AT = 50
"""A paragraph with lines shorter than this, in code points, is verse or a list, not wrapped text."""
_COPIED = 4
"""A line that only repeats this many words of the line before isn't a continuation."""


class Fit(NamedTuple):
    """How much of a continuation is shown.

    Attributes:
        text: the text shown.
        used: how many code points of the continuation it covers.
        is_over: whether no more of it can be shown.
    """

    text: str
    used: int
    is_over: bool


class Shape:
    """The Markdown around a place.

    Args:
        text: the draft.
        start, end: the code points that a continuation replaces; equal if it replaces nothing.

    Attributes:
        lead: the text that must come first: the next list marker.
        follows: the rest of the line after the place.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        line_start = text.rfind("\n", 0, start) + 1
        self._line = text[line_start:start]
        above = text[:line_start].split("\n")[-2:-1] if line_start else []
        self._above = above[0] if above else ""
        line_end = text.find("\n", end)
        self.follows = text[end : len(text) if line_end < 0 else line_end].rstrip()
        self.lead = "" if self.follows else self._next_marker()
        lines = text[:line_start].rstrip().split("\n")[-2:]
        self._before = _content(lines[-1])
        self._is_wrapped = _is_plain(self._line) and (
            _is_plain(self._above) or (len(lines) == 2 and all(_is_plain(line) for line in lines))
        )
        if self._is_wrapped and len(self._above or lines[0]) < _WRAPPED_AT:
            self._is_wrapped = False

    def _next_marker(self) -> str:
        """Return the part of the next list marker that is missing from the current line."""
        item = _ITEM.match(self._above)
        if item is None or not self._above[item.end() :].strip():
            return ""
        indent, marker, number, sign, blank, box = item.groups()
        if number is not None:
            marker = f"{int(number) + 1}{sign}"
        whole = indent + marker + blank + ("[ ] " if box else "")
        return whole[len(self._line) :] if whole.startswith(self._line) else ""

    def fit(self, written: str, *, is_done: bool) -> Fit:
        """Return how much of a continuation can be shown.

        Args:
            written: the continuation so far, its `lead` included.
            is_done: whether it is complete.
        """
        text, is_over = self._paragraph(written, is_done=is_done)
        if (place := self._where_follows(text)) is not None:
            text, is_over = text[:place], True
        end = _NOISE.search(text) or (_CELL_END.search(text) if self._line.lstrip().startswith("|") else None)
        if end is not None:
            text, is_over = text[: end.start()], True
        is_done |= is_over
        if not is_done and (sign := _MIGHT_BE_NOISE.search(text)) is not None:
            text = text[: sign.start()]
        content = max(0, _content_start(self._line + text) - len(self._line))
        if not self._line[_content_start(self._line) :]:
            if not _WORD.search(text):
                return Fit("", 0, is_over=is_over)
            if _SWALLOWS.match(text) or _SWALLOWS.match(text, content):
                return Fit("", 0, is_over=True)
            if not is_done and (_MIGHT_SWALLOW.match(text, content) or content == len(text)):
                return Fit("", 0, is_over=False)
        unsure = _UNSURE.search(text)
        if unsure is not None and (
            not is_done or not text[: unsure.start()].strip() or text[unsure.start() - 1] == " "
        ):
            text = text[: unsure.start()]
        kept, closing = _closed(self._line, text, is_done=is_done, is_last=not self.follows)
        text = text[:kept].rstrip()
        if not text.strip() or self._copies(text, is_done=is_done):
            text = closing = ""
        return Fit(text + closing, len(text), is_over)

    def _paragraph(self, written: str, *, is_done: bool) -> tuple[str, bool]:
        """Return the part of a continuation that belongs to the paragraph, on one line, and whether the rest
        doesn't."""
        for line_end in re.finditer("\n", written):
            rest = written[line_end.end() :].strip(" \t")
            if self._is_wrapped and _GOES_ON.match(rest):
                continue
            is_unknown = self._is_wrapped and not rest and not is_done
            return written[: line_end.start()].replace("\n", " "), not is_unknown
        return written.replace("\n", " "), False

    def _where_follows(self, text: str) -> int | None:
        """Return where a continuation starts to repeat the text after it."""
        words = [match.group() for match in _WORD.finditer(self.follows)][:_SAME_WORDS]
        if not words:
            if self.follows and (place := text.find(self.follows.strip()[0])) >= 0:
                return place
            return None
        pattern = r"\W+".join(map(re.escape, words)) + r"\b"
        found = re.search(r"(?<!\w)" + pattern, text)
        return found.start() if found else None

    def _copies(self, text: str, *, is_done: bool) -> bool:
        """Return True if the line, with `text` at its end, only repeats the line before."""
        line = _content(self._line + text)
        if not self._before or not line or not self._before.startswith(line):
            return False
        return not is_done or line == self._before or len(_WORD.findall(line)) >= _COPIED


def _is_plain(line: str) -> bool:
    """Return True if a line belongs to a plain paragraph."""
    return not _BLOCK_START.match(line) and not line.startswith(("    ", "\t"))


def _content_start(line: str) -> int:
    """Return where a line's content begins, after the markers of quotes and lists."""
    prefix = _PREFIX.match(line)
    return prefix.end() if prefix is not None else 0


def _content(line: str) -> str:
    """Return a line without its marker and the blanks around it."""
    item = _ITEM.match(line)
    return line[item.end() if item else 0 :].strip()


def _closed(line: str, text: str, *, is_done: bool, is_last: bool) -> tuple[int, str]:
    """Return how much of `text`, after `line`, leaves no markup open, and the markers that close its emphasis; if
    nothing follows on the line, those of the whole line."""
    whole, emphasis = line + text, list[tuple[str, int]]()
    end, place = len(whole), 0
    while (mark := _MARK.search(whole, place)) is not None:
        start, place = mark.span()
        kind = mark.group()
        if kind[0] in "*_~":
            _turn(emphasis, whole, start, kind)
        elif kind[0] != "\\":
            past = _end_of(whole, start, kind, is_done=is_done)
            if past is None and start >= len(line):
                end = start
                break
            place = past if past is not None else place
    opened = [(kind, start) for kind, start in emphasis if start >= len(line)]
    if opened and not is_done:
        return opened[0][1] - len(line), ""
    while opened and not whole[opened[-1][1] + len(opened[-1][0]) : end].strip():
        end = opened.pop()[1]
    if is_done and is_last:
        opened = [(kind, start) for kind, start in emphasis if start < len(line)] + opened
    return end - len(line), "".join(kind for kind, _ in reversed(opened))


def _turn(emphasis: list[tuple[str, int]], whole: str, start: int, kind: str) -> None:
    """Open or close emphasis at a run of one marker, depending on the characters next to it."""
    before, after = whole[start - 1 : start] or " ", whole[start + len(kind) : start + len(kind) + 1] or " "
    is_inside_word = kind[0] == "_" and before.isalnum() and after.isalnum()
    if emphasis and emphasis[-1][0] == kind and not before.isspace() and not is_inside_word:
        emphasis.pop()
    elif not after.isspace() and not is_inside_word and not (before.isalnum() and not after.isalnum()):
        emphasis.append((kind, start))


def _end_of(whole: str, start: int, kind: str, *, is_done: bool) -> int | None:
    """Return the end of the code, comment, tag, maths or link that starts at `start`; None if it doesn't end."""
    if kind == "[":
        closing = whole.find("]", start) + 1
        if closing == len(whole):  # a link target may come next
            return closing if is_done else None
        if closing and whole[closing] == "(":
            closing = whole.find(")", closing) + 1
        return closing or None
    closer = {"<!--": "-->", "$$": "$$"}.get(kind, kind if kind[0] == "`" else ">")
    end = whole.find(closer, start + len(kind))
    return None if end < 0 else end + len(closer)
