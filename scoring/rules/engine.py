"""Chooses the rules for a document; the optional ones are loaded in the background when first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Thread

from scoring.errors import RulesError
from scoring.language.english import english
from scoring.protocol import Conventions, Dialect
from scoring.rules.harper import WEIRPACKS, HarperRules
from scoring.rules.rule_source import RuleSource
from scoring.rules.spelling import DialectSpelling


class RuleEngine:
    """Provides documents with their sources of rules.

    Args:
        folder: where the writer's own packs of rules are; None: nowhere.
        loaded: called by a thread when the optional rules are loaded, or can't be.

    Attributes:
        is_ready: whether the optional rules are loaded, or can't be.
        complaints: one line for each pack or package that can't be used; complete once `is_ready`.
    """

    def __init__(self, folder: Path | None, loaded: Callable[[], None]) -> None:
        self._folder = folder
        self._loaded = loaded
        self._is_loading = False
        self._failed = False
        self.is_ready = False
        self.complaints: list[str] = []
        self._harper = lru_cache(maxsize=5)(self._read)

    def load(self) -> None:
        """Load the optional rules in a thread, the first time."""
        if not self._is_loading:
            self._is_loading = True
            Thread(target=self._load, daemon=True).start()

    def sources(self, conventions: Conventions) -> list[RuleSource]:
        """Return the sources for a document; without the optional rules until they are loaded."""
        found: list[RuleSource] = []
        if conventions.dialect != "any":
            found.append(DialectSpelling(conventions.dialect, english()))
        if conventions.rules and self.is_ready and not self._failed:
            found.append(self._harper(conventions.dialect, conventions.words))
        return found

    def _load(self) -> None:
        try:
            self.complaints = self._harper("any", ()).complaints
        except RulesError as error:
            self._failed, self.complaints = True, [str(error)]
        self.is_ready = True
        self._loaded()

    def _read(self, dialect: Dialect, words: tuple[str, ...]) -> HarperRules:
        packs = sorted(self._folder.glob(WEIRPACKS)) if self._folder is not None else []
        return HarperRules(dialect, english(), words, packs)
