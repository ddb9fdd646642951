"""The writer's settings: what there is to set, with its type, its bounds, its default and a line of documentation.

This is the only place where that is said: the reading of files, the documented settings file, the settings screen and
the README's table are made of it, see `settings_schema`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from scoring.protocol import THRESHOLDS, Sensitivity

_OWN = {"own": True}
"""Marks what only the writer's own file may set: a folder from elsewhere chooses no models."""


class SettingsError(Exception):
    """A settings file that cannot be changed; the message names the file and the setting."""


class Scoring(msgspec.Struct, frozen=True):
    """The table `[scoring]`: the model that reads along."""

    enabled: Annotated[bool, Meta(description="a model reads along")] = True
    model: Annotated[
        str,
        Meta(
            description='"default" (SmolLM2-135M-Instruct), a directory, a .gguf file or a Hugging Face name',
            extra=_OWN,
        ),
    ] = "default"
    dtype: Annotated[
        Literal["auto", "float32", "bfloat16", "float16"],
        Meta(description="numbers that the model computes with; auto: the fastest here", extra=_OWN),
    ] = "auto"
    device: Annotated[
        Literal["auto", "cpu", "cuda"],
        Meta(description="where the model runs; auto: on a graphics card where there is one", extra=_OWN),
    ] = "auto"
    max_length: Annotated[int, Meta(ge=1, description="most tokens that the model sees at once", extra=_OWN)] = 2048
    stride: Annotated[
        int, Meta(ge=1, description="most tokens scored in one window, the rest of it is context", extra=_OWN)
    ] = 1024
    cache_megabytes: Annotated[
        int, Meta(ge=1, description="what the model may remember of all open texts between edits", extra=_OWN)
    ] = 512
    sensitivity: Annotated[
        Sensitivity, Meta(description="how much is underlined; strict: only what is wrong almost surely")
    ] = "normal"
    threshold: Annotated[
        float,
        Meta(ge=0, description="nats that an edit must gain for a word to be underlined; 0: as sensitivity says"),
    ] = 0.0
    alternatives: Annotated[int, Meta(ge=1, le=9, description="how many words to offer in place of one")] = 9

    @property
    def least_strength(self) -> float:
        """The strength in nats from which on a word is underlined."""
        return self.threshold or THRESHOLDS[self.sensitivity]


class Settings(msgspec.Struct, frozen=True):
    """All settings.

    Attributes:
        keys: the table [keys]: command names and all the keys that each shall have.
    """

    theme: Annotated[str, Meta(description="colours of the screen: the name of a theme, the program's or your own")] = (
        "dark"
    )
    column: Annotated[
        int, Meta(ge=0, le=1000, description="width of the text in cells, centred; 0: the whole screen")
    ] = 80
    live_preview: Annotated[
        bool, Meta(description="the marks of Markdown are hidden except where the caret or the selection is")
    ] = True
    typewriter: Annotated[bool, Meta(description="the row with the caret stays in the middle of the screen")] = False
    focus: Annotated[
        Literal["off", "sentence", "paragraph"], Meta(description="all but what the caret is in is dimmed")
    ] = "off"
    zen: Annotated[bool, Meta(description="nothing on the screen but the text")] = False
    gutter: Annotated[
        bool, Meta(description="a strip beside the text for its surprisal, and a map of what is underlined")
    ] = True
    underlines: Annotated[
        Literal["auto", "curly", "plain"],
        Meta(description="how words are underlined; auto: curly in terminals that can"),
    ] = "auto"
    auto_pairs: Annotated[bool, Meta(description="a bracket or a quote brings the one that closes it")] = True
    smart_typography: Annotated[bool, Meta(description='“quotes”, dashes – and … for " -- ... as you type')] = False
    copy_as: Annotated[Literal["markdown", "text", "html"], Meta(description="what copying puts on the clipboard")] = (
        "markdown"
    )
    autosave: Annotated[
        int, Meta(ge=0, le=86_400, description="seconds of rest after which a draft with a file is saved; 0: never")
    ] = 0
    goal: Annotated[int, Meta(ge=0, le=1_000_000, description="words to write in a session; 0: none")] = 0
    words_per_minute: Annotated[
        int, Meta(ge=1, le=2000, description="how fast your readers read, for the reading time")
    ] = 230
    scoring: Scoring = Scoring()
    keys: dict[str, list[str]] = {}
