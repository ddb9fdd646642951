"""Reads kinds of file whose lines can be classified from the lines above: commit messages, mail, AsciiDoc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from editor.document.markdown.line_state import Leaf, LineKind, LineState, Open
from editor.document.markdown.reader import LONGEST_ROW, Reader
from editor.document.markdown.spans import StyleSpan

_NOTHING = Open()
_STYLES: dict[LineKind, str] = {"comment": "comment", "indented": "code.block", "html": "html", "math": "math"}
"""The kind of whole lines, by their names."""


class LineReader(Reader):
    """Finds the matches of a pattern of its kind of file within a line of text.

    Args:
        within: each named group is of the kind of its name, `_` for a dot.
    """

    def __init__(self, within: re.Pattern[str]) -> None:
        super().__init__()
        self._within = within

    def spans(self, index: int, state: LineState, text: str) -> Sequence[StyleSpan]:
        whole = _STYLES.get(state.kind)
        if whole is not None:
            return [StyleSpan(0, len(text), whole)] if text else ()
        return [*self._found(text[:LONGEST_ROW]), *self.rest_of(text)]

    def _found(self, text: str) -> Iterator[StyleSpan]:
        for match in self._within.finditer(text):
            for kind, found in match.groupdict().items():
                if found:
                    yield StyleSpan(*match.span(kind), kind.replace("_", "."))


_ADDRESSES = r"(?P<link_url><?(?:https?|ftp|mailto):[^\s<>]*[\w/]>?|<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?)"
_CODE = r"(?P<code>`[^`]+`)"


class CommitReader(LineReader):
    """Reads a commit message: lines that git strips, trailers and indented lines aren't prose.

    Its comments begin with "#", or with "JJ:" in Jujutsu.
    """

    _COMMENT = re.compile(r"#|JJ:")
    _SCISSORS = re.compile(r"# -+ >8 -+$")
    _TRAILER = re.compile(r"[A-Z][\w-]*-[\w-]+: \S|(?:Fixes|Closes|Refs?|Bug|Link|Cc|Change-Id)(?:: | #)\S")
    _INDENTED = re.compile(r" {4}|\t")
    _REST = Open((), Leaf("comment"))
    _CODE_LEAF = Open((), Leaf("fence"))

    def __init__(self) -> None:
        super().__init__(re.compile(rf"{_CODE}|{_ADDRESSES}"))

    def scan(self, above: Open, text: str) -> LineState:
        if above == self._REST or self._SCISSORS.match(text):
            return LineState("comment", after=self._REST)
        if self._COMMENT.match(text):
            return LineState("comment", after=above)
        if not text.strip():
            return LineState("blank", after=self._CODE_LEAF)
        if self._TRAILER.match(text):
            return LineState("html", after=_NOTHING)
        if self._INDENTED.match(text) and above == self._CODE_LEAF:
            return LineState("indented", after=above)
        return LineState("paragraph", after=_NOTHING)


class MailReader(LineReader):
    """Reads a mail: headers except the subject, quoted lines and the signature aren't the writer's prose."""

    _HEADER = re.compile(r"[A-Za-z][\w-]*:(?=\s|$)|From ")
    _GOES_ON = re.compile(r"[ \t]+\S")
    _WROTE = re.compile(
        r".*\bwrote:\s*$|-+ ?(?:Original|Forwarded) [Mm]essage ?-+|-+ ?Begin forwarded|On .{,80}<[^>]+@[^>]+>$"
    )
    _HEAD = Open((), Leaf("front_matter"))
    _SIGNATURE = Open((), Leaf("comment"))
    _BODY = Open((), Leaf("paragraph"))

    def __init__(self) -> None:
        super().__init__(re.compile(rf"(?P<html>^Subject:(?: *(?:Re|Fwd?|Aw|Antw):)*)|{_CODE}|{_ADDRESSES}"))

    def scan(self, above: Open, text: str) -> LineState:
        if above == self._SIGNATURE or (text == "-- " and above == self._BODY):
            return LineState("comment", after=self._SIGNATURE)
        if above in (_NOTHING, self._HEAD):
            if above == self._HEAD and self._GOES_ON.match(text):
                return LineState("html", after=above)
            if self._HEADER.match(text):
                return LineState("paragraph" if text.startswith("Subject:") else "html", after=self._HEAD)
        if not text.strip():
            return LineState("blank", after=self._BODY)
        if text.lstrip().startswith(">") or self._WROTE.match(text):
            return LineState("comment", after=self._BODY)
        return LineState("paragraph", after=self._BODY)


class AsciiDocReader(LineReader):
    """Reads AsciiDoc: delimited blocks of code and the like, attributes, macros and roles are not prose."""

    _DELIMITER = re.compile(r"(?P<verbatim>-{4,}|\.{4,}|\+{4,}|`{3,})(?P<info>.*)|(?P<comment>/{4,})\s*$")
    _ENDS = re.compile(r"(\S+?)\s*$")
    _LINE_COMMENT = re.compile(r"//(?!/)")
    _TAG = re.compile(
        r":!?[\w-]+!?:(?:\s|$)|\[[^\]]*\]\s*$|(?:include|image|video|audio|ifdef|ifndef|ifeval|endif|toc)::\S*\["
        r"|(?:={4,}|\*{4,}|_{4,}|--|'{3,}|<<<|[|,:!]={3,}|\+)\s*$"
    )
    _VERBATIM = re.compile(
        r"\[(?:source|listing|literal|stem|latexmath|asciimath|plantuml|mermaid|ditaa)\b[^\]]*\]\s*$"
    )
    _INDENTED = re.compile(r"[ \t]+\S")
    _ITEM = re.compile(r"[ \t]*(?:[*\-.]{1,5}|\d+\.)[ \t]")
    _TITLE = re.compile(r"=[ ]+\S")
    _AUTHORS_OR_REVISION = re.compile(
        r"(?:(?:^|; *)\w[\w.'’-]*(?: +\w[\w.'’-]*){0,2}(?: +<[^>]+>)?)+$|v?\d[\w.]*(?:,.*)?$"
    )
    _MAY_INDENT = Open((), Leaf("html"))
    _NEXT_IS_CODE = Open((), Leaf("math"))
    _BELOW_TITLE = Open((), Leaf("front_matter"))

    def __init__(self) -> None:
        marks = r"(?P<markup>^(?:={1,6}|\#{1,6})[ ]|^\.(?=[^\s.])|^[ \t]*(?:[*\-.]{1,5}|\d+\.)[ \t](?:\[[ x*]\][ ])?)"
        tags = (
            r"(?P<html>\b(?:image|icon|kbd|btn|menu|footnoteref|pass|stem|latexmath|asciimath|indexterm2?|anchor):[^\s\[]*"
            r"\[[^\]]*\]|\[\[[^\]]+\]\]|\(\(\([^)]*\)\)\)|\[[.\#%][^\]]*\](?=[*_`\#])|<<[^>,]+(?:,[ ]?|(?=>>))|>>"
            r"|\{[\w:-]+\}|\bfootnote:[\w-]*\[|[ ]\+$|<\d+>|&\#?\w+;)"
        )
        code = r"(?P<code>(?<!\w)`[^`]+`(?!\w)|``[^`]+``|\+\+\+.+?\+\+\+|(?<!\w)\+[^+\s][^+]*\+(?!\w)|\$\$.+?\$\$)"
        links = r"(?P<link_url>(?:link:|xref:|(?:https?|ftp|mailto):)[^\s\[\]<>]*[\w/\#](?=\[)?)"
        super().__init__(re.compile(f"{code}|{tags}|{links}|{marks}|{_ADDRESSES.replace('link_url', 'link_url_')}"))

    def _found(self, text: str) -> Iterator[StyleSpan]:
        for span in super()._found(text):
            yield span._replace(kind=span.kind.rstrip("."))
        if heading := re.match(r"(={1,6})[ ]+", text):
            yield StyleSpan(heading.end(), len(text), f"heading.{len(heading[1])}")

    def scan(self, above: Open, text: str) -> LineState:
        leaf = above.leaf
        if leaf is not None and leaf.kind in ("fence", "comment"):
            is_end = text.rstrip() == leaf.fence
            return LineState("comment" if leaf.kind == "comment" else "indented", after=_NOTHING if is_end else above)
        if opened := self._DELIMITER.match(text):
            fence = opened["comment"] or opened["verbatim"]
            if opened["comment"] is not None:
                return LineState("comment", after=Open((), Leaf("comment", fence)))
            if not opened["info"].strip() or fence.startswith("`"):
                return LineState("indented", after=Open((), Leaf("fence", fence)))
        if self._LINE_COMMENT.match(text):
            return LineState("comment", after=above)
        if not text.strip():
            return LineState("blank", after=self._MAY_INDENT)
        if self._TAG.match(text):
            return LineState("html", after=self._NEXT_IS_CODE if self._VERBATIM.match(text) else self._MAY_INDENT)
        if above == self._NEXT_IS_CODE:
            return LineState("indented", after=above)
        if above == self._BELOW_TITLE and self._AUTHORS_OR_REVISION.match(text.rstrip()):
            return LineState("html", after=above)
        if above == _NOTHING and self._TITLE.match(text):
            return LineState("paragraph", after=self._BELOW_TITLE)
        is_literal = self._INDENTED.match(text) is not None and self._ITEM.match(text) is None
        if is_literal and above == self._MAY_INDENT:
            return LineState("indented", after=above)
        return LineState("paragraph", after=_NOTHING)
