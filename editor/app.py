"""The Textual app: wires the document, the canvas, the scorer and the screens; owns no text and no maths."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import platformdirs
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Offset

from editor.commands import application, clipboard, editing, motion  # noqa: F401  # importing them registers them
from editor.commands.registry import Keymap, KeymapError
from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.files import FileChangedError, FileError
from editor.document.positions import word_at
from editor.document.word_count import WordCount
from editor.reading import Reading
from editor.scorer_client import ScorerClient, worker_command
from editor.settings import Settings, SettingsError, load_settings, settings_path
from editor.view.alternatives import AlternativesList
from editor.view.canvas import Canvas
from editor.view.dialogs import LineQuestion, Question
from editor.view.help import HelpScreen
from editor.view.status import StatusLine
from editor.view.theme import ThemeError, for_textual, load_theme

T = TypeVar("T")


class LogproseApp(App[None], inherit_bindings=False):
    """An editor for one draft.

    Args:
        path: the file; None begins a draft without a name. A file that is not there yet comes into being when saved.
        scorer: whether to start the worker that scores the draft.

    Raises:
        FileError: the file cannot be opened.
    """

    TITLE = "logprose"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { layers: base; }"

    def __init__(self, path: str | os.PathLike[str] | None = None, *, scorer: bool = True) -> None:
        super().__init__()
        self.document = Document() if path is None else Document.read(path)
        self._complaints: list[str] = []
        self._settings = self._checked(lambda: load_settings(settings_path()), Settings())
        self._keys = self._checked(lambda: Keymap(self._settings.keys), Keymap())
        self._look = self._checked(lambda: load_theme(self._settings.theme), load_theme("dark"))
        self.register_theme(for_textual(self._look))
        self.theme = f"logprose-{self._look.name}"
        self._with_scorer = scorer and self._settings.scoring.enabled
        self._client: ScorerClient | None = None
        self._words = WordCount(self.document)
        self.canvas = Canvas(
            self.document,
            self._look,
            column=self._settings.column or None,
            underlines=self._settings.underlines,
            keymap=self._keys,
        )
        self.status = StatusLine(self._look)
        self.alternatives = AlternativesList(self._look, self._replace_word, self._mark_target)
        self.canvas.key_filter = self.alternatives.take_key
        self._target = Layer(self.document)
        self.canvas.add_layer(self._target)
        self.reading = Reading(
            self.document, self.canvas, self.status, self.alternatives, self._settings.scoring.threshold, self.say
        )

    def _checked(self, make: Callable[[], T], default: T) -> T:
        """What `make` gives, or the default and a complaint to show when the screen is there."""
        try:
            return make()
        except (SettingsError, KeymapError, ThemeError) as error:
            self._complaints.append(str(error))
            return default

    @property
    def selection(self) -> tuple[int, int]:
        """(anchor, head) in code points of the document; the caret is at the head."""
        return self.canvas.selection.anchor, self.canvas.selection.head

    def select(self, anchor: int, head: int) -> None:
        """Set the selection, moved to grapheme boundaries."""
        self.canvas.select(anchor, head)

    # -- life ----------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The draft, the status line, and the list that opens at a word."""
        yield self.canvas
        yield self.status
        yield self.alternatives

    def on_mount(self) -> None:
        """Show the draft; the scorer is started behind the first paint."""
        self.canvas.focus()
        self._show_document()
        if self._complaints:
            self.say(self._complaints[0], True)
        if self._with_scorer:
            self.call_after_refresh(self.start_scorer)

    def start_scorer(self) -> None:
        """Start the worker, in place of the one that runs, if any."""
        if self._client is not None:
            self._client.start()
            return
        scoring = self._settings.scoring
        options = (
            *("--model", scoring.model),
            *("--dtype", scoring.dtype),
            *("--device", scoring.device),
            *("--max-length", str(scoring.max_length)),
            *("--stride", str(scoring.stride)),
            *("--cache-megabytes", str(scoring.cache_megabytes)),
            *("--threshold", str(scoring.threshold)),
        )
        log = Path(platformdirs.user_log_dir("logprose")) / "worker.log"
        self._client = ScorerClient(self.document, self.reading, worker_command(options), log)
        self._client.start()
        self._tell_focus()

    async def on_unmount(self) -> None:
        """End the worker."""
        if self._client is not None:
            await self._client.stop()

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Run the commands that concern the program."""
        if self.screen is not self.screen_stack[0]:
            return
        command = self._keys.lookup(*event.aliases)
        if command is not None and command.scope == "app":
            event.stop()
            event.prevent_default()  # or Textual looks the key up again, in the screen that the command has opened
            command.run(self)

    # -- what the status line says -------------------------------------------------------------------------------------

    def say(self, message: str, is_error: bool = False) -> None:
        """Say something in the status line until the writer goes on."""
        self.status.show(message=message, is_error=is_error)

    def _show_document(self) -> None:
        document = self.document
        self.status.show(
            name=document.name,
            modified=document.modified,
            read_only=document.read_only,
            words=self._words.total,
        )

    def on_canvas_edited(self, _: Canvas.Edited) -> None:
        """The draft changed."""
        self.alternatives.close()
        self.status.show(message="")
        self._show_document()

    def on_canvas_selection_changed(self, _: Canvas.SelectionChanged) -> None:
        """The caret moved: say what there is to say about the word it is on."""
        selection = self.canvas.selection  # the message may speak of an older one
        self.alternatives.close()
        self.reading.caret_moved(selection.head)
        flag = self.reading.flag_at(selection.head)
        self.say(flag.note if flag is not None and selection.is_empty else "")
        self._tell_focus()

    def on_canvas_view_changed(self, _: Canvas.ViewChanged) -> None:
        """Another part of the draft is on the screen."""
        target = self._target.next_after(-1)
        if target is not None:
            self.alternatives.absolute_offset = self._below(target.start)
        self._tell_focus()

    def _tell_focus(self) -> None:
        if self._client is not None:
            self._client.focus(*self.canvas.visible_range(), self.canvas.selection.head)

    # -- commands ------------------------------------------------------------------------------------------------------

    def save(self, *, then: Callable[[], None] | None = None) -> None:
        """Save the draft, asking for a name where it has none; afterwards do `then`."""
        if self.document.path is None:
            self.push_screen(LineQuestion(self._look, "Save the draft as:"), lambda name: self._save_as(name, then))
        else:
            self._write(self.document.path, then)

    def _save_as(self, name: str | None, then: Callable[[], None] | None) -> None:
        """Give the draft a file and save it there."""
        if name is None:
            return
        path = Path(os.path.expanduser(name))
        if os.path.exists(path):
            self.push_screen(
                Question(self._look, f"{path} is there already.", [("overwrite", "overwrite it"), ("keep", "keep it")]),
                lambda answer: self._write(path, then) if answer == "overwrite" else None,
            )
        else:
            self._write(path, then)

    def _write(self, path: Path, then: Callable[[], None] | None, *, force: bool = False) -> None:
        """Save under a name; ask before overwriting what another program has made of the draft's file."""
        try:
            self.document.write(path, force=force)
        except FileChangedError as error:
            answers = [("overwrite", "overwrite it with this draft"), ("keep", "keep it, do not save now")]
            self.push_screen(
                Question(self._look, str(error), answers),
                lambda answer: self._write(path, then, force=True) if answer == "overwrite" else None,
            )
        except FileError as error:
            self.say(str(error), True)
        else:
            self._show_document()
            self.say(f"saved {path}")
            if then is not None:
                then()

    def leave(self) -> None:
        """Quit; with changes that are not saved, ask first."""
        if not self.document.modified:
            self.exit()
            return
        answers = [("save", "save and quit"), ("discard", "quit and lose the changes"), ("cancel", "go on writing")]
        question = Question(self._look, f"{self.document.name} has changes that are not saved.", answers)
        self.push_screen(question, self._leave_after)

    def _leave_after(self, answer: str | None) -> None:
        if answer == "save":
            self.save(then=self.exit)
        elif answer == "discard":
            self.exit()

    def show_help(self) -> None:
        """List the commands."""
        self.push_screen(HelpScreen(self._look, self._keys, str(settings_path())))

    # -- what the model has to say -------------------------------------------------------------------------------------

    def _word_here(self) -> tuple[int, int] | None:
        """The word at the caret, in document positions."""
        head = self.canvas.selection.head
        index = self.document.block_index(head)
        start = self.document.block_start(index)
        word = word_at(self.document.blocks[index].text, head - start)
        return (start + word[0], start + word[1]) if word is not None else None

    def open_alternatives(self) -> None:
        """Open the list of alternatives at the word under the caret."""
        word = self._word_here()
        if word is None:
            self.say("no word here: put the caret on one")
            return
        client = self._client
        if client is None or client.ask_alternatives(*word, self._settings.scoring.alternatives) is None:
            self.say("no alternatives: the model is not ready")
            return
        self.canvas.scroll_to_position(word[0])
        self._mark_target(word)
        self.alternatives.wait_at(self._below(word[0]), self.document.slice(*word))

    def _below(self, position: int) -> Offset:
        """The cell of the screen under a document position, its list's margin to the left of it."""
        x, line = self.canvas.cell_of(position)
        return self.canvas.content_region.offset + Offset(max(0, x - 3), line + 1)

    def _mark_target(self, word: tuple[int, int] | None = None) -> None:
        """Show which word the list is about; None: no list."""
        spans = [Span(*word, "target", 1.0)] if word is not None else []
        self.canvas.repaint_blocks(self._target.replace(0, len(self.document), spans))

    def _replace_word(self, word: str) -> None:
        """Put the chosen word in the place of the other, unless that was changed meanwhile."""
        target = self._target.next_after(-1)
        if target is not None:
            self.canvas.edit(target.start, target.end, word)

    def go_to_flag(self, *, forward: bool) -> None:
        """Put the caret at the next or previous flagged word, going round at the ends."""
        head = self.canvas.selection.head
        flags = self.reading.flags
        if forward:
            flag = flags.next_after(head) or flags.next_after(-1)
        else:
            flag = flags.previous_before(head) or flags.previous_before(len(self.document) + 1)
        if flag is None:
            self.say("nothing is underlined")
            return
        self.canvas.select(flag.start, flag.start)
