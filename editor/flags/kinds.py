"""The kinds of flags: their meanings, and their names in themes and for people."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "spelling": "A misspelled word.",
    "grammar": "A wrong form of a word, a missing word, or one too many.",
    "word_choice": "A word where another would fit much better.",
    "wordiness": "A phrase that could be shorter.",
    "rule": "A word or phrase that breaks a rule of usage.",
    "surprising": "Possibly a wrong word: the model did not expect it.",
}
"""The kinds by their names in messages, output and `--kind`, each with its meaning."""


def style_name(kind: str) -> str:
    """Return the theme's name for words of a kind: `flag.word_choice`."""
    return f"flag.{kind}"


def kind_in_words(kind: str) -> str:
    """Return a kind as people read it: `word choice`."""
    return kind.replace("_", " ")
