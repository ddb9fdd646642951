"""Finds words in the spelling of another dialect."""

from __future__ import annotations

from scoring.language.dialects import NAMES, own_spelling
from scoring.language.lexicon import Lexicon
from scoring.language.prose import opens_sentence, prose_words
from scoring.language.words import bare, like, words
from scoring.protocol import Dialect, Flag, Suggestion
from scoring.rules.rule_source import RULE_STRENGTH


class DialectSpelling:
    """A source of flags for spellings that don't belong to a dialect.

    Capitalised words in mid-sentence are never flagged: the Labour Party is spelled that way everywhere.

    Args:
        dialect: of the writer.
        lexicon: only its words are offered.
    """

    def __init__(self, dialect: Dialect, lexicon: Lexicon) -> None:
        self._dialect = dialect
        self._lexicon = lexicon

    def flags(self, text: str, start: int) -> list[Flag]:
        """See `RuleSource`."""
        if not any(self._own(bare(text[low:high])) for low, high in words(text, start, len(text))):
            return []
        found = []
        for word in prose_words(text, start, self._lexicon):
            own = self._own(word.plain) if word.is_judged else None
            written = text[word.start : word.end]
            if own is None or (written[0].isupper() and not written.isupper() and not opens_sentence(text, word.start)):
                continue
            spelled = like(own, written).replace("'", "’" if "’" in written else "'")
            edit = Suggestion(word.start, word.end, spelled, 0.0, "spelling")
            reason = f"{NAMES[self._dialect]} spelling: {spelled}"
            found.append(Flag(word.start, word.end, RULE_STRENGTH, "spelling", reason, (edit,)))
        return found

    def _own(self, plain: str) -> str | None:
        own = own_spelling(plain, self._dialect)
        return own if own is not None and self._lexicon.is_word(own) else None
