"""Answers to the editor's questions about an open document."""

from __future__ import annotations

import math

from scoring.documents.open_document import OpenDocument
from scoring.protocol import (
    MOST_TOKENS,
    Alternative,
    Alternatives,
    AskAlternatives,
    AskEffect,
    AskTokens,
    Effect,
    Failure,
    Tokens,
)


def alternatives(document: OpenDocument, ask: AskAlternatives) -> Alternatives | Failure:
    """Answer which words fit in place of a word."""
    try:
        if ask.revision != document.revision:
            raise ValueError(f"revision {ask.revision} is not the document's, which is {document.revision}")
        found = document.session.alternatives(ask.start, ask.end, ask.count)
        if not math.isfinite(found.prob):
            raise ValueError(f"the model has no probability for the word at [{ask.start}, {ask.end})")
    except ValueError as error:
        return Failure(ask.request, ask.document, str(error))
    fitting = [Alternative(word, min(prob, 1.0)) for word, prob in found.words if prob > 0]
    find = document.session.synonyms if ask.synonyms else document.session.suggest
    return Alternatives(
        ask.request,
        ask.document,
        ask.revision,
        ask.start,
        ask.end,
        document.session.text[ask.start : ask.end],
        min(found.prob, 1.0),
        found.rank,
        () if ask.synonyms else tuple(fitting),
        tuple(find(ask.start, ask.end, ask.count)),
    )


def effect(document: OpenDocument, ask: AskEffect) -> Effect | Failure:
    """Answer what an edit does to the rest of its sentence."""
    try:
        gain, tokens = document.session.effect(ask.start, ask.end, ask.replacement)
    except ValueError as error:
        return Failure(ask.request, ask.document, str(error))
    return Effect(ask.request, ask.document, ask.revision, gain, tokens)


def tokens(document: OpenDocument, ask: AskTokens) -> Tokens | Failure:
    """Answer with the last known scores of a range."""
    if ask.revision != document.revision:
        return Failure(ask.request, ask.document, f"revision {ask.revision} is not the document's")
    found, end = document.session.token_values(ask.start, ask.end, MOST_TOKENS)
    return Tokens(ask.request, ask.document, ask.revision, min(ask.start, end), end, tuple(found))
