"""Ask your drafts in the editor: a question is looked up as it is typed, and reranked when the model has answered.

A separate process keeps the index, from the first question on. It is sent the text of open drafts, so that it
knows drafts as they are, saved or not.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from textual.timer import Timer

from editor import paths
from editor.asking import messages, terms
from editor.asking.answers import FOUND, Answer, Ranking, by_model, by_words
from editor.asking.librarian import Librarian
from editor.asking.library import absolute
from editor.asking.likeness import LONGEST, Paragraph
from editor.asking.lookup import Found
from editor.asking.model_answer import ModelAnswer
from editor.asking.panel import AskPanel
from editor.asking.written import Shown
from editor.document.formatting import footnotes
from editor.document.places import Place
from editor.document.transaction import Change, Transaction
from editor.feature import Feature
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.scorer.questions import Questions
from editor.text.printable import printable
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft
from scoring import protocol
from scoring.address import is_address

_SHOWN = 20  # passages
_SINGLE = str.maketrans("“”„", "‘’‚")
_RANK_PAUSE_S = 0.3  # without a key, before the model is asked
_RETRY_S = 1.0  # while the model is still loading
_TELL_PAUSE_S = 1.0  # without an edit, before the index is told of a draft


class AskingFeature(Feature):
    """Shows the passages of the drafts that answer a question, and opens or quotes them."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._librarian = Librarian(paths.draft_index_path(), paths.log_path("asking"), self._hear, self._gone)
        self._told: dict[Draft, tuple[bytes, int]] = {}  # name and revision of the drafts that the index knows
        self._telling: Timer | None = None
        self._ranking: Timer | None = None
        self._panel: AskPanel | None = None
        self._request = 0
        self._read = 0  # passages that the model has read for it
        self._question = ""  # the one that is being answered
        self._like: Paragraph | None = None  # set if we are looking for passages similar to a paragraph
        self._found: list[Found] = []
        self._reading, self._comparing = "", ""
        self._written = ModelAnswer(self._show_written, self.label)

    # -- hooks ---------------------------------------------------------------------------------------------------------

    def edited(self, draft: Draft) -> None:
        if self._librarian.is_running:
            if self._telling is not None:
                self._telling.stop()
            self._telling = self._bench.textual.set_timer(_TELL_PAUSE_S, self._tell)

    def draft_closed(self, draft: Draft) -> None:
        name, _ = self._told.pop(draft, (b"", 0))
        if name and self._librarian.is_running:
            self._librarian.send(messages.Drop(name))

    async def stop(self) -> None:
        await self._librarian.stop()

    # -- the panel -----------------------------------------------------------------------------------------------------

    def open_panel(self) -> None:
        """Open the panel, with the passages similar to the paragraph at the caret."""
        self._reading = "looking for drafts"
        self._librarian.send(messages.Look(tuple(os.fsencode(folder) for folder in self._folders())))
        self._tell()
        self._panel = AskPanel(self._bench.theme_in_use, self)
        self._bench.textual.push_screen(self._panel)
        self.ask("")

    def _folders(self) -> list[Path]:
        """Return the folders whose drafts are searched: the shown draft's, or the working directory, and the
        writer's."""
        path = self._bench.workspace.shown.document.path
        folder = absolute(os.curdir if path is None else path.parent)
        is_too_much = folder in (Path.home(), Path(folder.anchor))
        further = filter(None, self._bench.settings.own.ask_folders.split(os.pathsep))
        others = [absolute(os.path.expanduser(name.strip())) for name in further]
        return list(dict.fromkeys([*others, *([] if is_too_much else [folder])]))

    def _tell(self) -> None:
        """Send the index the open drafts as they are now."""
        for draft in self._bench.workspace.drafts:
            name = os.fsencode(self._name(draft))
            told = name, draft.document.revision
            before, _ = self._told.get(draft, (name, 0))
            if before != name:
                self._librarian.send(messages.Drop(before))
            if self._told.get(draft) != told:
                self._told[draft] = told
                self._librarian.send(messages.Put(name, protocol.sendable(draft.document.text)))

    @staticmethod
    def _name(draft: Draft) -> Path:
        """Return the path by which the index knows a draft."""
        return Path(draft.untitled) if draft.document.path is None else absolute(draft.document.path)

    # -- what the panel asks for, see `AskActions` ---------------------------------------------------------------------

    def ask(self, question: str) -> None:
        self._like = None if question.strip() else self._paragraph()
        self._question = protocol.sendable(question if self._like is None else self._like.text)
        self._request += 1
        self._comparing = ""
        if self._ranking is not None:
            self._ranking.stop()
        self._hint()
        if terms.words(self._question):
            is_begun = self._like is None
            self._librarian.send(messages.Ask(self._request, self._question, FOUND, is_begun))
        else:
            self._show([])
        self._say()

    @property
    def can_answer(self) -> bool:
        questions = self._questions
        return self._like is None and questions is not None and not questions.no_answers

    def answer(self, passages: Sequence[Answer]) -> None:
        if self._like is None:
            self._written.ask(self._questions, self._question, passages)

    def label(self, answer: Answer) -> str:
        at = answer.found.piece.sentences[answer.sentence]
        return f"{self._shown_name(answer.found.path)}:{at.line}"

    def open(self, answer: Answer) -> None:
        at = answer.found.piece.sentences[answer.sentence]
        place = Place(at.line, at.column)
        draft = next((one for one in self._bench.workspace.drafts if self._name(one) == answer.found.path), None)
        if draft is not None:
            self._bench.drafts.show(draft)
            self._bench.jump(place.position(draft.document))
        elif self._bench.has(FilesFeature):
            files = self._bench.feature(FilesFeature)
            self.begin(partial(files.open_file, Opening(answer.found.path, place)))

    def quote(self, answer: Answer) -> None:
        """Quote the sentence in a footnote at the caret; if the draft can't have footnotes, after the caret with its
        source."""
        canvas = self._bench.canvas
        at = answer.found.piece.sentences[answer.sentence]
        name, headings = self._shown_name(answer.found.path), answer.found.piece.headings
        source = f"{name}, {headings[-1]}" if headings else f"{name}, line {at.line}"
        if self._bench.workspace.shown.kind.reading != "markdown":
            head = canvas.selection.head
            text = f" {_quoted(at.text)} ({source})"
            canvas.write(Transaction((Change(head, head, text),)), canvas.selections)
            return
        if answer.found.path.is_absolute():
            source = f"[{_escaped(source)}]({quote(self._relative(answer.found.path))})"
        else:
            source = _escaped(source)
        edited = footnotes.cite(
            canvas.document, canvas.markdown.lines, canvas.selections, f"{_quoted(_escaped(at.text))} ({source})"
        )
        if edited is None:
            self._bench.show_message("a footnote needs text: not code, HTML or front matter")
        else:
            canvas.write(*edited)

    def closed(self) -> None:
        self._panel = None
        self._request += 1
        self._written.stop()
        if self._ranking is not None:
            self._ranking.stop()

    def _relative(self, path: Path) -> str:
        own = self._bench.workspace.shown.document.path
        return str(path) if own is None else os.path.relpath(path, absolute(own).parent)

    def _shown_name(self, path: Path) -> str:
        if not path.is_absolute():
            return str(path)
        relative = self._relative(path)
        return relative if not relative.startswith(os.pardir) else str(path)

    def _paragraph(self) -> Paragraph:
        """Return the paragraph at the caret."""
        draft = self._bench.workspace.shown
        index = draft.document.block_index(draft.canvas.selection.head)
        return Paragraph.at(draft.document, self._name(draft), index)

    # -- answers -------------------------------------------------------------------------------------------------------

    def _hear(self, message: messages.FromLibrary) -> None:
        if isinstance(message, messages.Answered):
            if message.request == self._request and self._panel is not None:
                self._hear_found(message)
        elif isinstance(message, messages.Progress):
            was_reading, self._reading = self._reading, message.text
            self._say()
            if was_reading and not message.text and self._panel is not None:
                self.ask(self._panel.question)  # there is more to find now
        else:
            self._bench.show_message(printable(message.line), True)

    def _hear_found(self, message: messages.Answered) -> None:
        found = [Found(one.number, Path(os.fsdecode(one.path)), one.piece, one.score) for one in message.found]
        self._found = found if self._like is None else self._like.others(found)[:_SHOWN]
        self._show(by_words(self._question, self._found[:_SHOWN]))
        if self._found:
            self._ranking = self._bench.textual.set_timer(_RANK_PAUSE_S, self._rank)
        self._comparing = "" if self._found else "nothing found"
        self._say()

    def _rank(self) -> None:
        """Have the model rank the passages found."""
        ranking, self._read = by_model(self._question, self._found, _SHOWN), 0
        self._compare(ranking, next(ranking), self._request)

    def _compare(self, ranking: Ranking, texts: Sequence[str], request: int) -> None:
        questions = self._questions
        question = self._question if self._like is None else self._question[:LONGEST]
        heard = partial(self._hear_compared, ranking, request)
        if questions is None:
            self._comparing = "ranked by words: no model"
        elif is_address(self._bench.settings.own.scoring.model):
            self._comparing = "ranked by words: an engine can't rank"
        elif questions.compare(question, texts, heard):
            self._comparing = "ranking"
        else:
            self._comparing = "ranked by words: the model isn't ready"
            self._ranking = self._bench.textual.set_timer(_RETRY_S, self._rank)
        self._say()

    def _hear_compared(self, ranking: Ranking, request: int, compared: protocol.Relevances | None) -> None:
        if request != self._request:
            return
        if compared is None:
            self._comparing = "ranked by words: the model has stopped"
        elif not compared.is_final:
            self._comparing = f"ranking: {self._read + len(compared.gains)} read"
        else:
            self._read += len(compared.gains)
            try:
                texts = ranking.send(compared)
            except StopIteration as done:
                self._comparing = "ranked by the model"
                if not self._written.is_begun:
                    self._hint()
                self._show(done.value)
            else:
                self._compare(ranking, texts, request)
        self._say()

    @property
    def _questions(self) -> Questions | None:
        """Asks the worker; None: there is none."""
        scored = self._bench.workspace.shown.scored_document
        return None if scored is None else scored.questions

    def _hint(self) -> None:
        """Show why the model writes no answer, or where passages would go; nothing while the question is the
        paragraph."""
        if self._like is None:
            self._written.hint(self._questions, self._bench.settings.own.scoring.model)
        else:
            self._written.stop()
            self._show_written(Shown())

    def _show_written(self, shown: Shown) -> None:
        if self._panel is not None:
            self._panel.show_answer(shown)

    def _gone(self) -> None:
        """The process that keeps the index has ended: the next question starts another."""
        self._told.clear()
        if self._panel is not None:
            self._reading = "the index has stopped; ask again"
            self._say()

    def _show(self, answers: list[Answer]) -> None:
        if self._panel is not None:
            self._panel.show(self._question, answers)

    def _say(self) -> None:
        if self._panel is not None:
            self._panel.say(" · ".join(filter(None, (self._reading, self._comparing))))


def _quoted(text: str) -> str:
    """Return text in quotation marks, with its own turned into single ones."""
    return f"“{text.translate(_SINGLE)}”"


def _escaped(text: str) -> str:
    """Return text escaped as Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>{}$" else sign for sign in text)
