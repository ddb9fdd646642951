"""Text analysis without a model: words, sentences, prose, the English lexicon, wordiness rules."""

from __future__ import annotations
