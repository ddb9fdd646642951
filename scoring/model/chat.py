"""The chat template of an instruction model: turns a conversation into the tokens that the model was trained on.

A template is a program (Jinja) that comes with a model, so it runs in a sandbox. The text of a turn is always ordinary
text: the template never sees it, only a placeholder for each turn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scoring.model.tokens import Ids, Tokenizer

_FILE, _CONFIG = "chat_template.jinja", "tokenizer_config.json"
_SIGN = "\ue000{}\ue001"
"""The placeholder for a turn's text while the template runs: private-use characters."""


class Turn(NamedTuple):
    """A message; `role` is "system", "user" or "assistant"."""

    role: str
    text: str


class Prompt(NamedTuple):
    """A conversation as the model sees it, up to where the assistant's turn begins: its text and its tokens."""

    text: str
    ids: Ids


class ChatTemplate:
    """A model's chat template.

    Args:
        source: the template.
        names: the special tokens that it may use, such as "bos_token", with their spelling.
        tokenizer: the model's.
    """

    def __init__(self, source: str, names: Mapping[str, str], tokenizer: Tokenizer) -> None:
        self._source = source
        self._names = dict(names)
        self._tokenizer = tokenizer

    def prompt(self, turns: Sequence[Turn]) -> Prompt:
        """Return a conversation for the assistant to continue. If the template has no system turn, its text goes to the
        beginning of the next turn.

        Raises:
            ValueError: the template fails, or isn't valid.
        """
        try:
            rendered = self._rendered(turns)
        except ValueError:
            if turns[0].role != "system":
                raise
            first, second, *others = turns
            turns = [Turn(second.role, f"{first.text}\n\n{second.text}"), *others]
            rendered = self._rendered(turns)
        texts, ids = [], [np.empty(0, np.int32)]
        rest = rendered
        for number, turn in enumerate(turns):
            before, sign, rest = rest.partition(_SIGN.format(number))
            if not sign:
                raise ValueError("its chat template leaves out the message")
            texts += [before, turn.text]
            ids += [self._tokenizer.encode_with_special(before), self._tokenizer.encode(turn.text)[0]]
        ids.append(self._tokenizer.encode_with_special(rest))
        return Prompt("".join([*texts, rest]), np.concatenate(ids))

    def _rendered(self, turns: Sequence[Turn]) -> str:
        messages = [{"role": turn.role, "content": _SIGN.format(number)} for number, turn in enumerate(turns)]
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        environment.globals["raise_exception"] = _refuse
        try:
            template = environment.from_string(self._source)
            return template.render(messages=messages, add_generation_prompt=True, enable_thinking=False, **self._names)
        except Exception as error:  # a template is a program: it may raise anything
            raise ValueError(f"its chat template fails ({error})") from None


def _refuse(message: str) -> str:
    raise ValueError(message)


def chat_template(directory: Path, tokenizer: Tokenizer) -> ChatTemplate | None:
    """Return the chat template in a model's directory; None if there is none that can be used."""
    try:
        config = json.loads((directory / _CONFIG).read_text("utf-8")) if (directory / _CONFIG).is_file() else {}
        stored = directory / _FILE
        source = stored.read_text("utf-8") if stored.is_file() else _source(config.get("chat_template"))
        if source is None:
            return None
        names = {name: _spelling(value) for name, value in config.items() if name.endswith("_token")}
        return ChatTemplate(source, names, tokenizer)
    except (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return None


def _source(stored: Any) -> str | None:
    """Return a configuration's template, which may be one of several named ones."""
    if isinstance(stored, list):
        return next((str(one["template"]) for one in stored if one.get("name") == "default"), None)
    return stored if isinstance(stored, str) else None


def _spelling(token: Any) -> str:
    return str(token.get("content", "")) if isinstance(token, dict) else str(token or "")
