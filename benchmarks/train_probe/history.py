"""Collect pairs of a wrong and a right sentence from the history of documents: what writers corrected themselves.

    python -m benchmarks.train_probe.history REPOSITORY... --out pairs.jsonl

Each repository is a git directory of documents whose licence lets us learn from them. Of commits whose message speaks
of typos, grammar or wording, those sentences are taken in which every change is a correction: of spelling, of a word's
form, of a small word, or of words that look alike. Of other commits, those whose only change is one of spelling or of a
word's form. What changes the meaning is left out.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from benchmarks.train_probe.mistakes import sentences
from benchmarks.train_probe.pairs import kind_of
from benchmarks.train_probe.sentence import lemma
from benchmarks.train_probe.tables import entries
from scoring.language.dialects import american
from scoring.language.english import english
from scoring.language.words import bare

_OF_LANGUAGE = re.compile(
    r"typo|gramm|spell|wording|copy-?edit|proofread|phrasing|editorial|english|\bnits?\b|readab", re.IGNORECASE
)
_FILES = ("*.md", "*.mdx", "*.markdown", "*.rst", "*.txt", "*.adoc", "*.mediawiki", "*.html")
_CONTEXT = 8
"""Lines around a change: a sentence may begin some lines above it."""
_LONGEST = 120
"""Lines of a change that is looked at: longer ones are new texts."""
_HUNK = re.compile("^@@ .*$", re.MULTILINE)
_BLOCK = re.compile(r"\s*(?:[-*+•]|\d+[.)]|#+|>|\.\.|:\w+:)(?:\s+|$)")
_MARKUP = (
    (re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s\"[^\"]*\")?\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r":[\w:-]+:`([^`<>]*?)(?:\s*<[^<>]*>)?`"), r"\1"),
    (re.compile(r"`([^`<>]*)\s<[^<>]*>`__?"), r"\1"),
    (re.compile(r"``?([^`]*)``?_{0,2}"), r"\1"),
    (re.compile(r"<!--.*?-->|</?\w[^<>]*>"), ""),
    (re.compile(r"(\*\*|__|\*|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\s?\[#?\w+\]_"), ""),
    (re.compile(r"\\([^\w\s])"), r"\1"),
    (re.compile(r"\s+"), " "),
)
_SENTENCE = re.compile(r"[“\"'(]?[A-Z][^{}=<>|\\@#~^\[\]_/]*[.!?:]['\"”)]?")
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_LEAST, _MOST = 4, 45  # words
_EDITS, _WORDS = 4, 3
_NOT_SMALL = frozenset(
    entries("""
    not|no|nor|can|could|may|might|must|shall|should|will|would|or|and|but|only|all|any|some|every|each|both|neither
    either|never|always|more|most|less|few|many|much|very|just|even|now|before|after|without|until|unless
    """)
)
"""Function words whose change changes what is said."""
_SHORTENED = (("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("'re", " are"), ("'s", " is"),
              ("'ve", " have"), ("'ll", " will"), ("cannot", "can not"))  # fmt: skip
_FORMS = frozenset({"spelling", "agreement", "verb_form", "number"})


def commits(repository: Path) -> Iterator[tuple[str, str]]:
    """Yield the message of each commit and its changes of documents."""
    command = ["git", "-C", str(repository), "log", "--no-merges", "-p", f"-U{_CONTEXT}", "--format=%x01%B%x02"]
    command += ["--no-color", "--no-ext-diff", "--", *_FILES]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        print(f"{repository}: git stopped early: {done.stderr.decode().strip()}", file=sys.stderr)
    for commit in done.stdout.decode("utf-8", "replace").split("\x01")[1:]:
        message, _, changes = commit.partition("\x02")
        yield message, changes


def sides(changes: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines before and after each change of a commit, with those around it."""
    for hunk in _HUNK.split(changes)[1:]:
        lines = hunk.split("\ndiff --git ")[0].splitlines()[1:]
        if len(lines) <= _LONGEST:
            yield [line[1:] for line in lines if line[:1] in " -"], [line[1:] for line in lines if line[:1] in " +"]


def plain_sentences(lines: Iterable[str]) -> list[str]:
    """Return the sentences of prose in lines of Markdown, reStructuredText or HTML, without markup."""
    paragraphs: list[list[str]] = [[]]
    fenced = False
    for line in lines:
        if line.strip().startswith(("```", "~~~")):
            fenced = not fenced
            paragraphs.append([])
        elif fenced or not line.strip() or line.lstrip()[0] in "|+{%":
            paragraphs.append([])
        elif mark := _BLOCK.match(line):
            paragraphs.append([line[mark.end() :]])
        else:
            paragraphs[-1].append(line)
    found = []
    for paragraph in paragraphs:
        text = " ".join(paragraph)
        for pattern, replacement in _MARKUP:
            text = pattern.sub(replacement, text)
        found += [text[start:end].strip() for start, end in sentences(text)]
    return [sentence for sentence in found if sentence]


def is_prose(sentence: str) -> bool:
    """Return True for a whole sentence of words, not for pieces of code or lists of names."""
    return bool(_SENTENCE.fullmatch(sentence)) and _LEAST <= len(sentence.split()) <= _MOST


def is_correction(old: Sequence[str], new: Sequence[str]) -> bool:
    """Return True if the words `new` in the place of `old`, see `spelled`, correct the language and no more."""
    if "".join(old) == "".join(new):  # "alot" for "a lot", but "e-mail" is as good as "email"
        return not all(english().is_word(word) for word in old) and not any("-" in word for word in [*old, *new])
    if _in_full(old) == _in_full(new):
        return False
    if any(any(map(str.isdigit, word)) for word in [*old, *new]) or max(len(old), len(new)) > _WORDS:
        return False
    if sum(word.endswith("n't") for word in old) != sum(word.endswith("n't") for word in new):
        return False
    if all(map(is_small, [*old, *new])):
        return True
    if len(old) != len(new):
        return len(old) == 2 and old[0] == old[1] and new == old[:1]
    return all(is_slip(one, other) for one, other in zip(old, new, strict=True) if one != other)


def _in_full(words: Sequence[str]) -> str:
    """Return words without contractions, and with American endings: what is a matter of style alone."""
    text = " ".join(words)
    for short, long in _SHORTENED:
        text = text.replace(short, long)
    return " ".join(american(word) for word in text.split())


def spelled(tokens: Iterable[str]) -> list[str]:
    """Return the words among tokens as a dictionary spells them."""
    return [bare(token) for token in tokens if any(map(str.isalnum, token))]


def is_small(word: str) -> bool:
    """Return True for an article, a preposition, a pronoun or a form of be, have or do."""
    return english().is_function_word(word) and word not in _NOT_SMALL


def is_slip(wrong: str, right: str) -> bool:
    """Return True if one word may have been written for the other by mistake."""
    lexicon = english()
    if is_small(wrong) and is_small(right):
        return True
    if not lexicon.is_word(right) or wrong in _NOT_SMALL or right in _NOT_SMALL:
        return False
    if any(lemma(wrong, pos) and lemma(wrong, pos) == lemma(right, pos) for pos in ("VERB", "NOUN", "ADJ")):
        return True
    distance = OSA.distance(wrong, right)
    if not lexicon.is_word(wrong):
        return distance <= 2 + (len(right) > 7)
    same_stem = wrong[:4] == right[:4] and min(len(wrong), len(right)) >= 4
    return right in lexicon.confusions(wrong) or (distance == 1 and len(right) > 3) or (same_stem and distance <= 3)


def pair(text: str, good: str, of_language: bool) -> dict[str, Any] | None:
    """Return a pair with its edits, or None if some of them correct nothing, or there are none.

    Args:
        text: the sentence before.
        good: the sentence after.
        of_language: whether the writer meant to correct the language.
    """
    spans = [match.span() for match in _TOKEN.finditer(text)]
    tokens, wanted = [text[start:end] for start, end in spans], _TOKEN.findall(good)
    edits, kinds = [], set()
    for tag, first, past, begin, end in SequenceMatcher(None, tokens, wanted, autojunk=False).get_opcodes():
        old, new = spelled(tokens[first:past]), spelled(wanted[begin:end])
        if tag == "equal" or old == new:  # punctuation and capitals
            continue
        if not is_correction(old, new):
            return None
        edits.append([0, first, past, " ".join(wanted[begin:end])])
        kinds.add(kind_of(old, new))
    if not edits or len(edits) > _EDITS or (not of_language and (len(edits) > 1 or not kinds <= _FORMS)):
        return None
    return {"text": text, "good": good, "tokens": tokens, "spans": spans, "edits": edits}


def rewritten(before: Iterable[str], after: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the sentences of prose that a change of some lines rewrote, each as it was and as it became."""
    old, new = plain_sentences(before), plain_sentences(after)
    for tag, first, past, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and past - first == end - begin:
            for text, good in zip(old[first:past], new[begin:end], strict=True):
                if is_prose(text) and is_prose(good):
                    yield text, good


def pairs(repository: Path) -> list[dict[str, Any]]:
    """Return the pairs of a repository."""
    found = []
    for message, changes in commits(repository):
        of_language = bool(_OF_LANGUAGE.search(message))
        for before, after in sides(changes):
            found += [pair(text, good, of_language) for text, good in rewritten(before, after)]
    return [one for one in found if one is not None]


def main() -> None:
    """Write the pairs of some repositories, each sentence once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    seen: set[str] = set()
    with options.out.open("w", encoding="utf-8") as file, ProcessPoolExecutor() as pool:
        for repository, own in zip(options.repositories, pool.map(pairs, options.repositories), strict=True):
            count = len(seen)
            for found in own:
                if found["text"] not in seen:
                    seen.add(found["text"])
                    file.write(json.dumps(found, ensure_ascii=False) + "\n")
            print(f"{repository}: {len(seen) - count} pairs", flush=True)


if __name__ == "__main__":
    main()
