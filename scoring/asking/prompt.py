"""The prompts for answering a question from passages of the writer's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoring.model.chat import ChatTemplate, Prompt, Turn
from scoring.model.tokens import Tokenizer
from scoring.protocol import NOTHING_SAID

_TASK = (
    "You answer a question from passages of a writer's drafts. Use nothing but what the passages say. Answer in two or "
    f"three short sentences, and name no passage. If the passages hold no answer, write: {NOTHING_SAID}"
)
_MOST_PASSAGE = 512
"""The most tokens of a passage; the rest is left out."""
_FRAME = 16
"""Room for the words around a passage, in tokens."""


class Prompts(NamedTuple):
    """The same question with all passages, with none, and with each passage alone."""

    whole: Prompt
    bare: Prompt
    alone: list[Prompt]


def prompts(chat: ChatTemplate, tokenizer: Tokenizer, question: str, passages: Sequence[str], room: int) -> Prompts:
    """Return the prompts for a question.

    Args:
        chat: the model's template.
        tokenizer: the model's.
        question: the question.
        passages: each with the headings above it; text that doesn't fit is left out.
        room: the most tokens in a prompt.

    Raises:
        ValueError: the template fails, or the question alone is too long.
    """
    bare = _prompt(chat, question, ())
    most = min(_MOST_PASSAGE, (room - len(bare.ids)) // max(1, len(passages)) - _FRAME)
    if most < 1:
        raise ValueError("the question is too long for its context")
    shown = [_cut(passage, most, tokenizer) for passage in passages]
    return Prompts(_prompt(chat, question, shown), bare, [_prompt(chat, question, [one]) for one in shown])


def _prompt(chat: ChatTemplate, question: str, passages: Sequence[str]) -> Prompt:
    shown = [f"Passage {number}:\n{passage}\n\n" for number, passage in enumerate(passages, 1)]
    return chat.prompt([Turn("system", _TASK), Turn("user", "".join([*shown, f"Question: {question}"]))])


def _cut(text: str, most: int, tokenizer: Tokenizer) -> str:
    """Return the beginning of a text, at most `most` tokens."""
    _, _, ends = tokenizer.encode(text)
    return text if len(ends) <= most else text[: int(ends[most - 1])]
