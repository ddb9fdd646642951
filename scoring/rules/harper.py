"""The rules of Harper, a grammar checker that runs in this process: an optional source of flags.

Needs the package harper-py (`pip install 'logprose[rules]'`). Nothing is imported before the first use, which takes a
second and 140 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.errors import RulesError
from scoring.language.lexicon import Lexicon
from scoring.language.prose import prose_words
from scoring.language.words import like, words
from scoring.protocol import Dialect, Flag, Suggestion
from scoring.rules.harper_choice import OFF, OFF_KINDS
from scoring.rules.plain_text import PlainText, plain_text
from scoring.rules.rule_source import RULE_STRENGTH, with_others

if TYPE_CHECKING:
    from harper import Lint, Linter

WEIRPACKS = "*.weirpack"

_DIALECTS = {"any": 0, "US": 0, "GB": 1, "AU": 2, "CA": 3, "IN": 4}
_MOST_SUGGESTIONS = 5
_LONGEST_REASON = 120
"""Code points."""
_LONGEST_PACK = 4 * 1024 * 1024
"""Bytes of a file with rules."""
_SENTENCE = re.compile(r".+?[.?!](?=\s|$)")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")


def files_of_rules(folder: Path | None) -> list[Path]:
    """Return the files and folders that determine which rules exist; `folder` has the writer's packs."""
    found = [] if folder is None else [folder, *sorted(folder.glob(WEIRPACKS))]
    spec = find_spec("harper")
    if spec is not None and spec.origin is not None:
        found += [Path(spec.origin).parent, Path(spec.origin)]
    return found


class HarperRules:
    """A source of flags, see `RuleSource`. Creating one blocks for a second the first time, then for a few
    milliseconds.

    Args:
        dialect: the writer's.
        lexicon: tells prose from other languages.
        words: the writer's own words.
        packs: files with more rules, see `WEIRPACKS`.

    Attributes:
        complaints: one line for each file that can't be used.

    Raises:
        RulesError: harper-py isn't installed, or doesn't work.
    """

    def __init__(
        self, dialect: Dialect, lexicon: Lexicon, words: Iterable[str] = (), packs: Sequence[Path] = ()
    ) -> None:
        try:
            from harper import Linter
        except ImportError as error:
            raise RulesError(f"no rules: {error}; pip install 'logprose[rules]'") from error
        self._lexicon = lexicon
        self._linter: Linter = Linter(_DIALECTS[dialect])
        self.complaints = [line for pack in packs if (line := self._load(pack))]
        self._linter.set_lint_config(self._linter.get_lint_config() | dict.fromkeys(OFF, False))
        own = list(_forms(words))
        if own:
            self._linter.import_words(own)

    def flags(self, text: str, start: int) -> list[Flag]:
        """See `RuleSource`."""
        passage = plain_text(text[start:])
        lints = self._lints(passage.text)
        if not any(lint.lint_kind not in OFF_KINDS for lint in lints):
            return []
        judged = {(word.start, word.end) for word in prose_words(text, start, self._lexicon) if word.is_judged}
        found = list[Flag]()
        for lint in sorted(lints, key=lambda lint: (lint.span.start, -lint.span.end)):
            flag = None if lint.lint_kind in OFF_KINDS else _flag(lint, passage, text, start)
            if flag is not None and judged.issuperset(words(text, flag.start, flag.end)):
                found = with_others(found, [flag])
        return found

    def _lints(self, text: str) -> list[Lint]:
        try:
            return self._linter.lint(text, language="plaintext", dedup=False)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # a bug in Harper, which it can only report this way
                raise
            return []

    def _load(self, pack: Path) -> str:
        """Load more rules; return a complaint if that fails."""
        try:
            if pack.stat().st_size > _LONGEST_PACK:
                return f"{pack}: larger than {_LONGEST_PACK:,} bytes, the limit for rules; none of it is used"
            failed = self._linter.load_weirpack(pack.read_bytes())
        except OSError as error:
            return f"{pack}: {(error.strerror or str(error)).lower()}; none of its rules are used"
        except ValueError as error:
            return f"{pack}: not a pack of rules ({error}); none of it is used"
        if not failed:
            return ""
        return f"{pack}: its own tests fail for {', '.join(failed)}; none of its rules are used"


def _forms(words: Iterable[str]) -> Iterator[str]:
    """Yield the words in every form that may occur in a text."""
    for word in words:
        for form in dict.fromkeys((word, word.lower())):
            yield from (form, f"{form}'s")


def _flag(lint: Lint, passage: PlainText, text: str, shift: int) -> Flag | None:
    """Return a lint as a flag of `text`, in which the passage begins at `shift`; None if it covers no words."""
    low, high = passage.original(lint.span.start, lint.span.end)
    if not passage.shows(low, high):
        return None
    written = text[low + shift : high + shift]
    start = low + shift + len(written) - len(written.lstrip())
    end = start + len(written.strip())
    if start >= end or next(words(text, start, end), None) is None:
        return None
    edits = tuple(_edits(lint, text, low + shift, high + shift))
    return Flag(start, end, RULE_STRENGTH, "rule", _reason(lint.message), edits)


def _edits(lint: Lint, text: str, start: int, end: int) -> Iterator[Suggestion]:
    """Yield the suggestions of a lint about [start, end), with the writer's kind of apostrophes."""
    written = text[start:end]
    known = {written}
    for suggestion in lint.suggestions[:_MOST_SUGGESTIONS]:
        new = suggestion.replacement_text
        if "’" in text and "'" not in text:
            new = new.replace("'", "’")
        if suggestion.kind.name == "INSERT_AFTER":
            new = written + new
        if _INNER_CAPITAL.search(new) and not _INNER_CAPITAL.search(written):
            new = like(new.lower(), written)
        if new not in known:
            known.add(new)
            yield Suggestion(start, end, new, 0.0, "rule")


def _reason(message: str) -> str:
    """Return the first sentence of a message, in our style of quotes and without a full stop."""
    line = " ".join(message.split())
    found = _SENTENCE.match(line)
    line = re.sub(r"`([^`]*)`", r"“\1”", found[0] if found else line)
    line = re.sub(r"(?<!\w)'([^']+)'(?!\w)", r"“\1”", line).removesuffix(".")
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON].rsplit(' ', 1)[0]}…"
