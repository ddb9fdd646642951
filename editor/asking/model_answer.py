"""The answer in the model's own words to the question in the panel: requested, received as it grows, and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.asking.answers import Answer
from editor.asking.written import Shown, said
from editor.scorer.questions import Questions
from scoring.address import away
from scoring.protocol import WrittenAnswer


class ModelAnswer:
    """Answers one question after another.

    Args:
        show: shows the answer so far.
        label: returns the place of a passage, for the writer to read.
    """

    def __init__(self, show: Callable[[Shown], None], label: Callable[[Answer], str]) -> None:
        self._show, self._label = show, label
        self._asked: Questions | None = None  # the source of the answer being written
        self._labels: list[str] = []
        self._shown = Shown()

    @property
    def is_begun(self) -> bool:
        """Whether an answer was requested since the last hint."""
        return self._asked is not None or self._shown.prompt != ""

    def hint(self, questions: Questions | None, model: str) -> None:
        """Show, before an answer is requested, why there won't be one, or where the passages would go.

        Args:
            questions: to the worker; None: there is none.
            model: its name in the settings.
        """
        self.stop()
        there = away(model)
        refusal = "" if questions is None else questions.no_answers
        self._say(Shown(note=refusal or (f"F2 sends the question and the passages to {there}" if there else "")))

    def ask(self, questions: Questions | None, question: str, passages: Sequence[Answer]) -> None:
        """Ask for an answer from passages, in place of the last one."""
        self.stop()
        self._labels = [self._label(one) for one in passages]
        if questions is None:
            self._say(Shown(note="no model: only sentences from your drafts"))
        elif questions.no_answers:
            self._say(Shown(note=questions.no_answers))
        elif not passages:
            self._say(Shown(note="the model sees no passage: F4 adds the highlighted one"))
        elif questions.answer(question, [one.found.piece.titled for one in passages], self._hear):
            self._asked = questions
            self._say(Shown(note="reading the passages"))
        else:
            self._say(Shown(note="the model isn't ready: F2 asks again"))

    def stop(self) -> None:
        """Cancel the answer that is being written."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.stop_answer()

    def _hear(self, written: WrittenAnswer | None) -> None:
        if self._asked is None:
            return
        if written is None or written.is_final:
            self._asked = None
        if written is None:
            self._say(self._shown._replace(note="the model has stopped: F2 asks again"))
            return
        prompt = written.prompt or self._shown.prompt
        note = written.refusal or ("" if written.is_final or written.sentences else self._shown.note)
        self._say(Shown(tuple(said(written, self._labels)), note, prompt))

    def _say(self, shown: Shown) -> None:
        self._shown = shown
        self._show(shown)
