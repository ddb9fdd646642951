"""Where the program keeps its files: settings, state and logs. None of them needs to exist.

The directories are the platform's own: on Linux `~/.config/logprose`, `~/.local/state/logprose` and its `log`. Models
are in the cache directory, which belongs to `scoring` apart from the index of drafts.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

_PROGRAM = "logprose"


def settings_path() -> Path:
    """Return the writer's own settings file."""
    return _config_directory() / "settings.toml"


def own_themes_path() -> Path:
    """Return the directory of the writer's own themes."""
    return _config_directory() / "themes"


def dictionary_path() -> Path:
    """Return the writer's dictionary, one word per line."""
    return _config_directory() / "dictionary.txt"


def rules_path() -> Path:
    """Return the directory of the writer's packs of rules."""
    return _config_directory() / "rules"


def documents_directory() -> Path:
    """Return the writer's folder of documents, which need not exist."""
    return Path(platformdirs.user_documents_dir())


def program_directory() -> Path:
    """Return the folder that contains the program."""
    return Path(__file__).resolve().parents[1]


def state_directory() -> Path:
    """Return the directory of journals, locks and histories, each kind in its own subdirectory."""
    return Path(platformdirs.user_state_dir(_PROGRAM))


def kept_scores_directory() -> Path:
    """Return the directory of the model's results for drafts."""
    return state_directory() / "scores"


def snapshots_directory() -> Path:
    """Return the directory of the drafts' snapshots."""
    return state_directory() / "snapshots"


def authors_directory() -> Path:
    """Return the directory of the drafts' authors."""
    return state_directory() / "authors"


def learnt_path() -> Path:
    """Return the file of texts learnt from the writer."""
    return state_directory() / "learnt" / "texts"


def draft_index_path() -> Path:
    """Return the index of searched drafts, which can be rebuilt from them."""
    return Path(platformdirs.user_cache_dir(_PROGRAM)) / "asking" / "drafts.db"


def locks_directory() -> Path:
    """Return the directory of locks on files that several of our programs change."""
    return state_directory() / "locks"


def rescue_directory() -> Path:
    """Return the directory for copies of drafts that can be saved nowhere else."""
    return state_directory() / "rescue"


def recent_path() -> Path:
    """Return the list of recent files."""
    return state_directory() / "recent.json"


def days_path() -> Path:
    """Return the words written on each day, draft by draft."""
    return state_directory() / "days.json"


def ignored_path() -> Path:
    """Return the list of ignored words and places of each draft."""
    return state_directory() / "ignored.json"


def tour_seen_path() -> Path:
    """Return the file whose existence says that this writer has seen the tour on this machine."""
    return state_directory() / "tour-seen"


def log_path(name: str) -> Path:
    """Return the log called `name`, without the suffix."""
    return Path(platformdirs.user_log_dir(_PROGRAM)) / f"{name}.log"


def _config_directory() -> Path:
    return Path(platformdirs.user_config_dir(_PROGRAM))
