"""A draft's conventions, for the worker: the dialect, the optional rules, the writer's own words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from editor.document.formats.kinds import MARKDOWN, Kind
from editor.settings.settings import Scoring
from scoring.protocol import Conventions, Dialect

NO_RULES = "scoring.rules: harper-py is not installed; pip install 'logprose[rules]'"
"""The complaint about rules that are switched on but missing."""

_DIALECTS: Mapping[str, Dialect] = {"US": "US", "GB": "GB", "AU": "AU", "NZ": "AU", "CA": "CA", "IN": "IN"}
_ELSEWHERE: Dialect = "GB"
"""The English of Ireland, Malta or South Africa is nearer to Britain's than to America's."""


def conventions(scoring: Scoring, words: Iterable[str] = (), kind: Kind = MARKDOWN) -> Conventions:
    """Return the conventions of a draft of a kind with these settings, for document 0; `words` are from the
    dictionary."""
    dialect = dialect_of(os.environ) if scoring.dialect == "auto" else scoring.dialect
    rules = scoring.rules != "off" and has_rules()
    read_by = "" if kind.reading == "markdown" else kind.id
    return Conventions(0, dialect, rules, tuple(sorted(words)) if rules else (), read_by)


def has_rules() -> bool:
    """Return True if the optional rules are installed."""
    return find_spec("harper") is not None


def lacks_rules(scoring: Scoring) -> bool:
    """Return True if the settings switch on rules that are not installed."""
    return scoring.rules == "on" and not has_rules()


def dialect_of(environment: Mapping[str, str]) -> Dialect:
    """Return the dialect of a locale: `en_GB.UTF-8`. "any" if it is unknown, or another language's."""
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language, _, territory = locale.partition(".")[0].partition("@")[0].partition("_")
    if language != "en":
        return "any"
    return _DIALECTS.get(territory, _ELSEWHERE if territory else "any")
