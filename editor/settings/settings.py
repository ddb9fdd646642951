"""The writer's settings: type, bounds, default, title and one line of documentation for each.

This is the only place that defines them. `entries` derives from it how files are read, the documented settings file,
the settings screen and the block of TOML in docs/settings.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from scoring.protocol import THRESHOLDS, Dialect, Sensitivity

_OWN = {"own": True}
"""Marks settings that only the writer's own file may contain: a folder from elsewhere must not choose models."""
_EXPERT = {"own": True, "expert": True}
"""Marks settings of `_OWN` that few writers need."""
_RARE = {"expert": True}
"""Marks other settings that few writers need."""


class SettingsError(Exception):
    """A settings file that can't be changed; the message names the file and the setting."""


class Scoring(msgspec.Struct, frozen=True):
    """The table `[scoring]`: the model that reads along."""

    enabled: Annotated[bool, Meta(title="Language model", description="check the text as you write")] = True
    model: Annotated[
        str,
        Meta(
            title="Model",
            description='"default" (SmolLM2-135M-Instruct), a directory, a .gguf file, a Hugging Face name, '
            "or an engine's address",
            extra=_OWN,
        ),
    ] = "default"
    device: Annotated[
        Literal["auto", "cpu", "cuda"],
        Meta(title="Device", description="where the model runs; auto: the graphics card if there is one", extra=_OWN),
    ] = "auto"
    sensitivity: Annotated[
        Sensitivity,
        Meta(title="Sensitivity", description="how much is underlined; strict: only near-certain mistakes"),
    ] = "normal"
    threshold: Annotated[
        float,
        Meta(
            ge=0,
            le=1,
            title="Underline threshold",
            description="underline words at least this likely to be wrong, such as 0.9; 0: set by sensitivity",
            extra={"hint": ": a probability, no longer nats"},
        ),
    ] = 0.0
    dialect: Annotated[
        Literal["auto", Dialect],
        Meta(title="Dialect", description="whose spelling counts as right; auto: your locale's; any: everyone's"),
    ] = "auto"
    rules: Annotated[
        Literal["auto", "on", "off"],
        Meta(title="Rules", description="apply Harper's rules of usage too; auto: where harper-py is installed"),
    ] = "auto"
    comments: Annotated[
        bool, Meta(title="Comments in code", description="check comments and docstrings of source files")
    ] = False
    learnt: Annotated[
        bool,
        Meta(
            title="Learnt texts",
            description="use the texts that `logprose learn` has read",
            extra=_OWN,
        ),
    ] = True
    alternatives: Annotated[
        int, Meta(ge=1, le=9, title="Number of alternatives", description="how many words to suggest for one")
    ] = 9
    tokenizer: Annotated[
        str,
        Meta(
            title="Tokenizer of an engine",
            description='a directory or Hugging Face name; "": that of the engine\'s model',
            extra=_EXPERT,
        ),
    ] = ""
    answer_size: Annotated[
        float,
        Meta(
            ge=0,
            title="Model size for answers",
            description="billions of parameters that a model needs to answer questions in its own words",
            extra=_EXPERT,
        ),
    ] = 1.0
    dtype: Annotated[
        Literal["auto", "float32", "bfloat16", "float16"],
        Meta(title="Number type", description="precision of the model's arithmetic; auto: fastest here", extra=_EXPERT),
    ] = "auto"
    max_length: Annotated[
        int, Meta(ge=1, title="Context length", description="maximum tokens that the model sees at once", extra=_EXPERT)
    ] = 2048
    stride: Annotated[
        int,
        Meta(
            ge=1,
            title="Stride",
            description="maximum tokens scored per window; the rest of the window is context",
            extra=_EXPERT,
        ),
    ] = 1024
    cache_megabytes: Annotated[
        int,
        Meta(ge=1, title="Model cache", description="megabytes kept between edits, for all open drafts", extra=_EXPERT),
    ] = 512

    @property
    def least_probability(self) -> float:
        """The least probability that an underlined word is wrong."""
        return self.threshold or THRESHOLDS[self.sensitivity]


class Continuation(msgspec.Struct, frozen=True):
    """The table `[continuation]`: how the model continues the text."""

    length: Annotated[
        int, Meta(ge=1, le=64, title="Length of continuations", description="maximum tokens to write")
    ] = 32
    candidates: Annotated[
        int,
        Meta(ge=1, le=5, title="Number of continuations", description="how many to offer, each with a different start"),
    ] = 3
    temperature: Annotated[
        float,
        Meta(
            ge=0.0,
            le=2.0,
            title="Temperature of continuations",
            description="0: the likeliest word each time; higher: more surprising words",
        ),
    ] = 0.0
    top_p: Annotated[
        float,
        Meta(
            gt=0.0,
            le=1.0,
            title="Top-p of continuations",
            description="sample from the likeliest tokens whose probabilities add up to this",
        ),
    ] = 0.9
    seed: Annotated[
        int,
        Meta(
            ge=0,
            le=2**31 - 1,
            title="Seed of continuations",
            description="with a temperature, the same seed and text give the same continuations",
        ),
    ] = 0
    complete_words: Annotated[
        bool,
        Meta(
            title="Complete words", description="show the rest of the word being typed: the draft's own, or the model's"
        ),
    ] = False
    automatic: Annotated[
        bool,
        Meta(title="Continue unasked", description="show a continuation after a pause, if the model is confident"),
    ] = False
    pause: Annotated[
        int,
        Meta(
            ge=100,
            le=60_000,
            title="Pause before continuing",
            description="idle milliseconds before a continuation appears unasked",
        ),
    ] = 800
    confidence: Annotated[
        float,
        Meta(
            ge=-20.0,
            le=0.0,
            title="Confidence to continue",
            description="lowest log-probability, in nats, of an unasked continuation's first token",
        ),
    ] = -0.6


Level = Literal["error", "warning", "information", "hint"]
"""How severe a mark is in another editor."""


class Severity(msgspec.Struct, frozen=True):
    """The table `[severity]`: how other editors, which `logprose lsp` serves, show each kind of mark."""

    spelling: Annotated[
        Level, Meta(title="Severity of spelling", description="how other editors show misspelled words", extra=_RARE)
    ] = "information"
    grammar: Annotated[
        Level, Meta(title="Severity of grammar", description="how other editors show wrong forms of words", extra=_RARE)
    ] = "information"
    word_choice: Annotated[
        Level,
        Meta(title="Severity of word choice", description="how other editors show words that don't fit", extra=_RARE),
    ] = "hint"
    wordiness: Annotated[
        Level,
        Meta(title="Severity of wordiness", description="how other editors show long-winded phrases", extra=_RARE),
    ] = "hint"
    rule: Annotated[
        Level, Meta(title="Severity of rules", description="how other editors show broken rules", extra=_RARE)
    ] = "information"
    surprising: Annotated[
        Level, Meta(title="Severity of surprises", description="how other editors show unexpected words", extra=_RARE)
    ] = "hint"

    def of(self, kind: str) -> Level:
        """Return the severity of a kind of flag, see `scoring.protocol.FlagKind`."""
        level: Level = getattr(self, kind)
        return level


class Settings(msgspec.Struct, frozen=True):
    """All settings.

    Attributes:
        keys: the table [keys]: the complete list of keys for each command.
    """

    theme: Annotated[str, Meta(title="Theme", description="colours: a built-in theme or one of your own")] = "dark"
    column: Annotated[
        int,
        Meta(ge=0, le=1000, title="Column width", description="in cells, centred; 0: full screen"),
    ] = 80
    live_preview: Annotated[
        bool, Meta(title="Live preview", description="hide Markdown marks except at the caret or selection")
    ] = True
    typewriter: Annotated[
        bool, Meta(title="Typewriter scrolling", description="keep the caret's row in the middle of the screen")
    ] = False
    focus: Annotated[
        Literal["off", "sentence", "paragraph"],
        Meta(title="Focus", description="dim all but the caret's sentence or paragraph"),
    ] = "off"
    zen: Annotated[bool, Meta(title="Zen mode", description="show nothing but the text")] = False
    gutter: Annotated[
        bool,
        Meta(title="Map of underlines", description="show next to the scroll bar where words are underlined"),
    ] = True
    strip: Annotated[
        bool,
        Meta(title="Strip of surprisal", description="show next to each paragraph how much it surprises the model"),
    ] = False
    git_changes: Annotated[
        bool,
        Meta(title="Changes since commit", description="mark lines changed since the last git commit in the margin"),
    ] = True
    accepted_text: Annotated[
        bool,
        Meta(title="Accepted text", description="mark lines with text accepted from the model in the margin"),
    ] = True
    underlines: Annotated[
        Literal["auto", "curly", "plain"],
        Meta(title="Underline style", description="auto: curly if the terminal supports it"),
    ] = "auto"
    auto_pairs: Annotated[
        bool, Meta(title="Auto pairs", description="add the closing bracket or quote when you type the opening one")
    ] = True
    smart_typography: Annotated[
        bool, Meta(title="Smart typography", description='“quotes”, dashes – and … for " -- ... as you type')
    ] = False
    align_tables: Annotated[
        bool,
        Meta(
            title="Align tables", description="align a table's columns in the file too, when you leave it after edits"
        ),
    ] = True
    annotations_block: Annotated[
        bool,
        Meta(
            title="Authors in the file",
            description="record accepted text at the end of Markdown files, in iA Writer's format",
        ),
    ] = False
    copy_as: Annotated[
        Literal["markdown", "text", "html"],
        Meta(title="Copy as", description="the format that copying puts on the clipboard"),
    ] = "markdown"
    autosave: Annotated[
        int,
        Meta(
            ge=0,
            le=86_400,
            title="Autosave",
            description="save to the draft's file after this many idle seconds; 0: off",
        ),
    ] = 0
    snapshots: Annotated[
        int,
        Meta(
            ge=0,
            le=1440,
            title="Snapshots",
            description="keep the draft's state at every save and after this many minutes of work; 0: never",
        ),
    ] = 10
    ask_folders: Annotated[
        str,
        Meta(
            title="Folders to search",
            description="further folders of drafts to search, such as ~/notes:~/sources",
            extra=_OWN,
        ),
    ] = ""
    goal: Annotated[
        int, Meta(ge=0, le=1_000_000, title="Word goal", description="words to write per session; 0: no goal")
    ] = 0
    words_per_minute: Annotated[
        int,
        Meta(ge=1, le=2000, title="Reading speed", description="your readers' words per minute, for the reading time"),
    ] = 230
    continuation: Continuation = Continuation()
    scoring: Scoring = Scoring()
    severity: Severity = Severity()
    keys: dict[str, list[str]] = {}
