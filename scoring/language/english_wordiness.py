"""English wordings that could be shorter. The rules are in `english_wordiness.toml`, which explains their notation."""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Any

from scoring.language.english import english
from scoring.language.wordiness import Shortening
from scoring.language.words import bare

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PIECE = re.compile(r"\S+")
_DIGITS, _ADVERB = "0", "-ly"
"""Keys in the table of rules by first word: any number, or any word with this ending."""
_OPENING = re.compile(r"""(?:^|[.!?:;…]["'”’)\]]*\s)[\s"'“‘(\[*_>#-]*$""")
_TAGS = ("VB", "VBD", "VBG", "VBZ", "VBN", "VBP")
"""Verb forms by Penn Treebank tag. If two are spelled alike, the first one counts."""
_LEMMA = re.compile(r"~([a-z]+)")
_CLASS = re.compile(r"<(\w+)>")
_VOWEL_SOUND = re.compile(r"(?:[aeiou]|hon(?:est|ou?r)|hour|heir)(?<!\beu)", re.IGNORECASE)
_CONSONANT_SOUND = re.compile(r"(?:eu|uni(?!n|m)|us[aeiu]|ut[ei]|one|once)", re.IGNORECASE)
_ADVERBIAL = {"ic": "ically", "ble": "bly", "le": "ly", "ll": "lly", "y": "ily", "ue": "uly"}
"""How adjectives with these endings become adverbs; the others get -ly."""
_ARTICLE = re.compile(r"(?<![\w'’-])(an?)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """A wording and its shorter forms.

    Attributes:
        firsts: the words it may begin with, in lower case.
        source: the pattern's source; it is matched at the first word.
        replacements: the shorter forms, in the notation of the file.
        strength: in nats.
        opens: whether it only applies at the beginning of a sentence.
    """

    firsts: frozenset[str]
    source: str
    replacements: tuple[str, ...]
    strength: float
    opens: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; it has a group `cut` if only part of the match is replaced.

        It is compiled on first use, since compiling all of them takes a second.
        """
        return re.compile(self.source, re.IGNORECASE)


class EnglishShortener:
    """See `scoring.language.wordiness.Shortener`.

    Raises:
        ValueError: the file has an invalid rule.
    """

    def __init__(self) -> None:
        source = importlib.resources.files("scoring.language") / "english_wordiness.toml"
        table = tomllib.loads(source.read_text(encoding="utf-8"))
        self._rules: dict[str, list[Rule]] = {}
        classes: dict[str, str] = table.pop("classes")
        for section in table.values():
            for wording, shorter in section["rules"].items():
                rule = _rule(wording, shorter, section["strength"], classes)
                for word in rule.firsts:
                    self._rules.setdefault(word, []).append(rule)

    def shortenings(self, text: str) -> list[Shortening]:
        """See `Shortener`; if two touch, the stronger one wins, then the longer one."""
        found = sorted(self._matches(text), key=lambda one: (-one.strength, one.start - one.end, one.start))
        chosen: list[Shortening] = []
        for one in found:
            if all(one.edit_end <= other.edit_start or other.edit_end <= one.edit_start for other in chosen):
                chosen.append(one)
        return sorted(chosen, key=lambda one: one.start)

    def _matches(self, text: str) -> Iterator[Shortening]:
        for word in _WORD.finditer(text):
            if text[word.start() - 1 : word.start()] == "-":
                continue
            first = _DIGITS if word.group()[0].isdigit() else word.group().lower().replace("’", "'")
            by_ending = self._rules.get(_ADVERB, ()) if first.endswith("ly") else ()
            for rule in chain(self._rules.get(first, ()), by_ending):
                match = rule.pattern.match(text, word.start())
                if match is not None:
                    found = _shortening(text, match, rule)
                    if found is not None:
                        yield found


@cache
def english_shortener() -> EnglishShortener:
    """Return the English rules, read once."""
    return EnglishShortener()


# -- from a match to an edit -------------------------------------------------------------------------------------------


def _shortening(text: str, match: re.Match[str], rule: Rule) -> Shortening | None:
    """Return a rule's shortening for a match, or None if the rule does not apply there."""
    part = "cut" if rule.pattern.groupindex.get("cut") else 0
    start, end = match.span(part)
    opens = _OPENING.search(text, 0, start) is not None
    if (rule.opens and not opens) or _names(text[start:end], opens, bool(rule.pattern.groups)):
        return None
    old = " ".join(text[start:end].split()).strip(" ,")
    try:
        texts = [_filled(template, match) for template in rule.replacements]
    except KeyError:  # a word that the rule keeps isn't a verb
        return None
    reason = f"“{old}”: “{texts[0]}” says the same" if texts[0] else f"“{old}” adds nothing"
    if len(texts) == 1:
        first = start
        start, end, texts[0] = _without_what_stays(text, start, end, texts[0])
        opens = opens and start == first
    if texts[0]:
        edits = [_with_article(text, start, end, _cased(new, text[start], opens)) for new in texts]
    else:
        edits = [_deletion(text, start, end, opens)]
    low, high = min(edit[0] for edit in edits), max(edit[1] for edit in edits)
    replacements = tuple(text[low:first] + new + text[past:high] for first, past, new in edits)
    return Shortening(*_kernel(text, start, end), low, high, replacements, rule.strength, reason)


def _without_what_stays(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Return the range to replace and its replacement, without the words at either end that stay the same."""
    old, kept = list(_PIECE.finditer(text, start, end)), new.split()
    while kept and len(old) > 1 and old[-1].group().lower() == kept[-1].lower():
        del old[-1], kept[-1]
    while kept and len(old) > 1 and old[0].group().lower() == kept[0].lower():
        del old[0], kept[0]
    return old[0].start(), old[-1].end(), " ".join(kept)


def _kernel(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range to underline: the wording without the function words at its ends, unless it has no others."""
    own = [word for word in _WORD.finditer(text, start, end) if not english().is_function_word(bare(word.group()))]
    return (own[0].start(), own[-1].end()) if own else (start, end)


def _names(words: str, opens: bool, has_groups: bool) -> bool:
    """Return True if capitals mark these words as a name or title. Words that a rule keeps may have capitals."""
    capitals = [word for word in _WORD.findall(words) if word[0].isupper() and word not in ("I", "US", "UK")]
    if has_groups:
        capitals = [word for word in _WORD.findall(words)[:1] if word[0].isupper() and word != "I"]
    return len(capitals) > (1 if opens else 0) or (words.isupper() and len(words) > 1)


def _filled(template: str, match: re.Match[str]) -> str:
    named = set(match.re.groupindex.values())
    held = [match.group(number) or "" for number in range(1, match.re.groups + 1) if number not in named]
    text = re.sub(r"\\(\d)", lambda number: held[int(number.group(1)) - 1], template)
    text = re.sub(r"(\w+)\+ly", lambda adjective: _adverb(adjective.group(1)), text)
    text = re.sub(r"(\w+)\+ed", lambda verb: _forms(verb.group(1))["VBD"], text)
    return " ".join(_LEMMA.sub(lambda verb: _same_form(verb.group(1), match), text).split())


def _adverb(adjective: str) -> str:
    for ending, adverbial in _ADVERBIAL.items():
        if adjective.endswith(ending):
            return adjective.removesuffix(ending) + adverbial
    return adjective + "ly"


def _same_form(lemma: str, match: re.Match[str]) -> str:
    """Return the form of `lemma` that corresponds to the verb form matched."""
    matched = match.group("verb").lower().replace("’", "'")
    tags = _tags(match.re.pattern)
    return matched if tags == _tagged(lemma) else _forms(lemma)[tags[matched]]


def _cased(new: str, first: str, opens: bool) -> str:
    return new[:1].upper() + new[1:] if opens and first.isupper() else new


def _deletion(text: str, start: int, end: int, opens: bool) -> tuple[int, int, str]:
    """Return the edit that deletes [start, end), together with a blank next to it and commas that are no longer
    needed."""
    before, after = text[:start], text[end:]
    if opens and text[start].isupper():
        next_word = re.match(rf",?[^\S\n]*({_WORD.pattern})", after)
        if next_word:  # gets the capital
            return start, end + next_word.end(), next_word[1][:1].upper() + next_word[1][1:]
    if before.rstrip().endswith(",") and after.startswith(","):
        return len(before.rstrip()) - 1, end + 1, ""
    if after.startswith(",") and opens:
        after, end = after[1:], end + 1
    if after[:1] == " " and (start == 0 or before[-1:].isspace() or not before[-1:].isalnum()):
        end += len(after) - len(after.lstrip(" "))
    elif before[-1:] == " ":
        start = len(before.rstrip(" "))
        if text[start - 1 : start] == "," and re.match(r"[.;:!?)]|$", after):
            start -= 1
    return _with_article(text, start, end, "")


def _with_article(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Return the edit that replaces [start, end) with `new`, and turns "a" before it into "an" (or back) if needed."""
    article = _ARTICLE.search(text, 0, start)
    following = (new + text[end : end + 40]).lstrip()
    if article is None or not following[:1].isalpha():
        return start, end, new
    vowel = _VOWEL_SOUND.match(following) and not _CONSONANT_SOUND.match(following)
    right = "an" if vowel else "a"
    if article.group(1).lower() == right:
        return start, end, new
    cased = right.capitalize() if article.group(1)[0].isupper() else right
    return article.start(1), end, cased + text[article.end(1) : start] + new


# -- reading the rules -------------------------------------------------------------------------------------------------


def _rule(wording: str, shorter: str | Sequence[str], strength: float, classes: dict[str, str]) -> Rule:
    source = _with_blanks_in_lookaheads(wording.removeprefix("^")).replace("[", "(?P<cut>").replace("]", ")")
    source = _CLASS.sub(lambda name: f"(?:{classes[name[1]]})" if name[1] in classes else name[0], source)
    firsts = frozenset(_firsts(_LEMMA.sub(lambda verb: f"({'|'.join(_tagged(verb.group(1)))})", source)))
    if not firsts or "" in firsts:
        raise ValueError(f"english_wordiness.toml: {wording!r} may begin with any word")
    source = _LEMMA.sub(lambda verb: f"(?P<verb>(?#{verb[1]}){'|'.join(_tagged(verb[1]))})", source, count=1)
    source = source.replace("'", "['’]").replace(" ", r"[^\S\n]+")
    end = "" if wording.endswith(",") else r"(?!['’]?[^\W_]|-[^\W_])"
    texts = (shorter,) if isinstance(shorter, str) else tuple(shorter)
    return Rule(firsts, source + end, texts, strength, wording.startswith("^"))


def _with_blanks_in_lookaheads(source: str) -> str:
    """Move the blank before a `(?=` or `(?!` inside it: it is matched but not replaced."""
    while found := re.search(r" \(\?([=!])", source):
        end = _closing(source, found.end())
        source = f"{source[: found.start()]}(?{found[1]} (?:{source[found.end() : end]})\\b){source[end + 1 :]}"
    return source


def _closing(source: str, begin: int) -> int:
    """Return the position of the parenthesis that closes the one around `begin`."""
    depth = 1
    for place in range(begin, len(source)):
        depth += (source[place] == "(") - (source[place] == ")")
        if depth == 0:
            return place
    raise ValueError(f"unclosed parenthesis in {source!r}")


def _firsts(source: str) -> Iterator[str]:
    """Yield the first words that a pattern may match; an empty string means it may begin with any word."""
    if source.startswith((r"\d", "(?!")):
        yield _DIGITS if source[1] == "d" else _ADVERB
        return
    opened = re.match(r"\((?:\?:|\?P<\w+>)?", source)
    if opened is None:
        word = re.match(r"[\w'-]+", source)
        yield word.group().lower() if word else ""
        return
    depth, begin, parts = 1, opened.end(), []
    for place in range(begin, len(source)):
        character = source[place]
        depth += (character == "(") - (character == ")")
        if depth == 0 or (depth == 1 and character == "|"):
            parts.append(source[begin:place])
            begin = place + 1
        if depth == 0:
            break
    rest = source[begin:]
    for part in parts:
        yield from _firsts(part.lstrip() or rest.lstrip())
    if rest.startswith("?"):
        yield from _firsts(rest[1:].lstrip())


@cache
def _forms(lemma: str) -> dict[str, str]:
    """Return the forms of a verb by their tags."""
    import lemminflect  # takes 0.2 s to read its tables

    inflections: dict[str, Any] = lemminflect.getAllInflections(lemma, upos="VERB")
    if lemma == "be":
        inflections = {"VB": "be", "VBD": ("was", "were"), "VBG": "being", "VBZ": "is", "VBN": "been", "VBP": "are"}
    forms = {tag: found if isinstance(found, str) else found[0] for tag, found in inflections.items()}
    forms.setdefault("VBN", forms.get("VBD", lemma))
    forms.setdefault("VBP", forms.get("VB", lemma))
    return forms


@cache
def _tagged(lemma: str) -> dict[str, str]:
    """Return the tag of each form of a verb."""
    found: dict[str, str] = {"was": "VBD", "were": "VBD", "am": "VBP"} if lemma == "be" else {}
    forms = _forms(lemma)
    for tag in _TAGS:
        found.setdefault(forms.get(tag, lemma), tag)
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _tags(pattern: str) -> dict[str, str]:
    """Return the tag of each form that a pattern's group `verb` may match."""
    named = re.search(r"\(\?P<verb>\(\?#(\w+)\)", pattern)
    return _tagged(named.group(1)) if named else {}
