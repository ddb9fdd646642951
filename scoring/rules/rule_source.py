"""The interface to sources of flags that find mistakes by rule, without a model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec.structs import replace

from scoring.language.passages import Passage
from scoring.protocol import Flag

RULE_STRENGTH = -math.log1p(-0.6)
"""In nats, for a probability of 0.6: a rule's findings are underlined at the default threshold, but never in the strict
setting."""

_REMEMBERED = 20_000
"""Number of passages whose flags are remembered: enough for a long book."""


class RuleSource(Protocol):
    """Finds mistakes in a piece of text."""

    def flags(self, text: str, start: int) -> list[Flag]:
        """Return the flags of a passage, in order; none overlaps another.

        Args:
            text: the passage, after its context.
            start: the code point at which the passage starts; the text before it is context.
        """


class DocumentRules:
    """The flags that some sources find in a document, cached by the text of its passages."""

    def __init__(self) -> None:
        self._sources: Sequence[RuleSource] = ()
        self._found: dict[tuple[str, int], list[Flag]] = {}

    def use(self, sources: Sequence[RuleSource]) -> None:
        """Use these sources from now on; earlier ones take precedence."""
        self._sources = sources
        self._found = {}

    def overlapping(self, text: str, passages: Iterable[Passage], start: int, end: int) -> list[Flag]:
        """Return the flags in these passages of a text that overlap [start, end), in order."""
        if not self._sources:
            return []
        return [
            _moved(flag, passage.context)
            for passage in passages
            for flag in self._of(text[passage.context : passage.end], passage.start - passage.context)
            if flag.start + passage.context < end and flag.end + passage.context > start
        ]

    def _of(self, text: str, start: int) -> list[Flag]:
        key = text, start
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = []
            for source in self._sources:
                found = with_others(found, source.flags(text, start))
            self._found[key] = found
        return found


def with_others(flags: Iterable[Flag], others: Iterable[Flag]) -> list[Flag]:
    """Return `flags`, plus those of `others` that overlap none of them, in order."""
    kept = list(flags)
    free = [other for other in others if not any(other.start < flag.end and flag.start < other.end for flag in kept)]
    return sorted([*kept, *free], key=lambda flag: flag.start) if free else kept


def ruled(flags: Iterable[Flag], rules: Iterable[Flag]) -> list[Flag]:
    """Return flags merged with those of rules, in order. If two overlap, the rule's wins only if it is stronger, or if
    the word is merely surprising, since a rule says what is wrong. The strongest rule comes first: a flag that it
    removes stands in no other rule's way.
    """
    kept = list(flags)
    for rule in sorted(rules, key=lambda rule: -rule.strength):
        rivals = [flag for flag in kept if rule.start < flag.end and flag.start < rule.end]
        if all(flag.strength < rule.strength or flag.kind == "surprising" for flag in rivals):
            kept = [*(flag for flag in kept if flag not in rivals), rule]
    return sorted(kept, key=lambda flag: flag.start)


def _moved(flag: Flag, distance: int) -> Flag:
    edits = [replace(edit, start=edit.start + distance, end=edit.end + distance) for edit in flag.suggestions]
    return replace(flag, start=flag.start + distance, end=flag.end + distance, suggestions=tuple(edits))
