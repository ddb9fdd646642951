"""Finds irregular words that were inflected like regular ones: "goed", "childs"."""

from __future__ import annotations

from scoring.language.lexicon import Lexicon


def made_by_rule(plain: str, lexicon: Lexicon) -> list[str]:
    """Return the right forms for an irregular word that was inflected like a regular one."""
    found: set[str] = set()
    for ending in ("s", "es", "ed", "d", "ing", "er", "est", "ly", "en", "n"):
        stem = plain.removesuffix(ending)
        if stem == plain:
            continue
        if ending in ("ed", "ing") and stem[-1:] == stem[-2:-1]:
            stem = stem[:-1]  # "putted"
        if not lexicon.is_word(stem):
            continue
        if ending in ("s", "es"):
            texts = {*lexicon.numbers(stem), *(form for verb in lexicon.verb_forms(stem) for form in verb.present[1:])}
        elif ending in ("ed", "d", "en", "n"):
            texts = {form for verb in lexicon.verb_forms(stem) for form in (*verb.past, *verb.participle)}
        elif ending == "ing":
            texts = {form for verb in lexicon.verb_forms(stem) for form in verb.ing}
        else:
            texts = set(lexicon.adverbs(stem))
        found |= {text for text in texts if lexicon.is_word(text)}
    return sorted(found)
