"""The writer's settings: one TOML file in the platform's configuration directory, every field documented here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs

Positive = Annotated[int, msgspec.Meta(ge=1)]


class SettingsError(Exception):
    """A settings file that cannot be used; the message names the file and the setting, and says what would be right."""


class Scoring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[scoring]`.

    Attributes:
        enabled: whether a model reads along.
        model: "default" (SmolLM2-135M-Instruct), a directory, a .gguf file or a Hugging Face name.
        dtype: "auto", "float32", "bfloat16" or "float16".
        device: "auto", "cpu" or "cuda".
        max_length: most tokens that the model sees at once.
        stride: most tokens scored in one window; the rest of the window is context.
        cache_megabytes: memory for what the model remembers of all open texts between edits.
        threshold: nats of surprisal from which on a word is underlined; lower underlines more.
        alternatives: how many words to offer.
    """

    enabled: bool = True
    model: str = "default"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    max_length: Positive = 2048
    stride: Positive = 1024
    cache_megabytes: Positive = 512
    threshold: Annotated[float, msgspec.Meta(ge=0)] = 9.0
    alternatives: Annotated[int, msgspec.Meta(ge=1, le=9)] = 9


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file.

    Attributes:
        theme: a name from `themes/`.
        column: width of the text in cells, centred; 0 takes the whole width.
        underlines: "auto", "curly" or "plain"; auto asks what is known of the terminal.
        auto_pairs: whether an opening bracket or quote brings the one that closes it.
        smart_typography: whether straight quotes, hyphens and dots become “quotes”, dashes – and … as you type.
        goal: words to write in a session, shown in the status line; 0: no goal.
        words_per_minute: how fast readers read, for the reading time in the statistics.
        scoring: the table [scoring].
        keys: the table [keys]: command names (F1 lists them) and the keys each shall have.
    """

    theme: str = "dark"
    column: Annotated[int, msgspec.Meta(ge=0)] = 80
    underlines: Literal["auto", "curly", "plain"] = "auto"
    auto_pairs: bool = True
    smart_typography: bool = False
    goal: Annotated[int, msgspec.Meta(ge=0)] = 0
    words_per_minute: Positive = 230
    scoring: Scoring = Scoring()
    keys: dict[str, list[str]] = {}


def settings_path() -> Path:
    """Where the settings file is, or would be."""
    return Path(platformdirs.user_config_dir("logprose")) / "settings.toml"


def load_settings(path: Path) -> Settings:
    """The settings in a file; the defaults where there is none.

    Raises:
        SettingsError: it cannot be read, or says something that is no setting.
    """
    where = "the defaults are used; the file is"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"{path.name}: {(error.strerror or str(error)).lower()}; {where} {path}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = str(error).replace("`$.", "`").replace("Object contains", "it contains")
        raise SettingsError(f"{path.name}: {reason}; {where} {path}") from error
