"""The kinds of flags, as a linter's rules."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "spelling": "A word that is misspelled.",
    "grammar": "A wrong form of a word, a missing word or one too many.",
    "word_choice": "A word in the place of which another one is much more probable.",
    "wordiness": "A wording for which a shorter one says the same.",
    "surprising": "A word that the model did not expect.",
}
"""By their names in messages, output and `--kind`, each with what it means."""
