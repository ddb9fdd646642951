"""Functions on strings: graphemes, words, sentences, line endings, line breaks, printable text."""

from __future__ import annotations
