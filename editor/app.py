"""The Textual app: wires the drafts, the scorer and the screens; owns no text and no maths."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TypeVar

import platformdirs
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message

from editor.clipboard import Clipboard, find_tool
from editor.commands.registry import Command, Keymap, KeymapError
from editor.counting import Counting
from editor.document import Document
from editor.document.typing import Typing
from editor.filing import Filing, last_place
from editor.finding import Finding
from editor.following import Following
from editor.going import Going
from editor.places import Opening, Place
from editor.reading import Reading
from editor.scorer_client import ScorerClient
from editor.settings import Scoring, Settings, SettingsError, load_settings, settings_path
from editor.settings_file import set_setting
from editor.structure import Structure
from editor.view import terminal_input
from editor.view.alternatives import AlternativesList
from editor.view.canvas import Canvas
from editor.view.colour_depth import colour_depth, drawable
from editor.view.help import HelpScreen
from editor.view.key_routing import pass_on
from editor.view.mouse import LinkClicked
from editor.view.notice import Notice
from editor.view.palette import Palette
from editor.view.status import StatusLine
from editor.view.tabs import TabRow
from editor.view.theme import Theme, for_textual, load_theme, own_themes_path, theme_names
from editor.view.theme_choice import ThemeChoice
from editor.view.theme_file import ThemeError
from editor.worker_process import worker_command
from editor.workspace import Draft, Workspace

T = TypeVar("T")

_LOOK_EVERY_S = 2.0  # at the files, for what others do to them


class LogproseApp(App[None], inherit_bindings=False):
    """An editor for one draft or several in tabs.

    Args:
        path: a file; None begins a draft without a name. A file that is not there yet comes into being when saved.
        openings: what to open instead, the first to be shown; each caret goes where it was left in an earlier run.
        scorer: whether to start the worker that scores the drafts.

    Raises:
        FileError: a file cannot be opened.
    """

    TITLE = "logprose"
    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { layers: base; }"

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        openings: Sequence[Opening] = (),
        scorer: bool = True,
    ) -> None:
        # Where no colours are wanted, Textual makes greys of them unless told that they are the terminal's.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._complaints: list[str] = []
        self._settings = self._checked(lambda: load_settings(settings_path()), Settings())
        self._keys = self._checked(lambda: Keymap(self._settings.keys), Keymap())
        self._own_themes = own_themes_path()
        self._theme_choice = self._checked(lambda: self._load_theme(self._settings.theme), load_theme("dark"))
        self._depth = colour_depth(self.console, os.environ)
        self.look = drawable(self._theme_choice, self._depth)
        """The theme that all is drawn in: the chosen one, as near as the terminal can show it."""
        self._use_for_textual()
        self._with_scorer = scorer and self._settings.scoring.enabled
        self._client: ScorerClient | None = None
        self.tabs = TabRow(self.look)
        self.status = StatusLine(self.look)
        self.alternatives = AlternativesList(
            self.look,
            lambda word: self.reading.alternative_chosen(word),
            lambda: self.reading.alternatives_closed(),
        )
        self._said_at = 0.0  # seconds, of the monotonic clock
        terminal_input.install()
        self._clips = Clipboard(find_tool(os.environ))
        self._recent_commands: list[str] = []
        self.workspace = Workspace()
        self.filing = Filing(self, self)
        self._places: list[tuple[Draft, Place]] = []  # for carets, when the screen is there
        for opening in openings or [Opening(None if path is None else Path(path))]:
            self._open_at_start(opening, with_place=bool(openings))
        self.workspace.show(self.workspace.drafts[0])
        self.finding = Finding(self.look, self.canvas)
        self.going = Going(self.canvas, self.say)
        self.structure = Structure(self.canvas, self.status, self.going.jump, self.say)
        self.following = Following(self, self, self.structure, self.filing, self.going.jump)
        goal, words_per_minute = self._settings.goal, self._settings.words_per_minute
        self.counting = Counting(
            self, self.workspace, self.status, self.say, goal=goal, words_per_minute=words_per_minute
        )

    def _checked(self, make: Callable[[], T], default: T) -> T:
        """What `make` gives, or the default and a complaint to show when the screen is there."""
        try:
            return make()
        except (SettingsError, KeymapError, ThemeError) as error:
            self._complaints.append(str(error))
            return default

    # -- looks ---------------------------------------------------------------------------------------------------------

    def _load_theme(self, name: str) -> Theme:
        """Raises ThemeError."""
        return load_theme(name, self._own_themes)

    def _use_for_textual(self) -> None:
        theme = for_textual(self.look)
        self.register_theme(theme)
        self.theme = theme.name

    def use_theme(self, theme: Theme) -> None:
        """Draw everything in another theme."""
        self._theme_choice = theme
        self.look = drawable(theme, self._depth)
        self._use_for_textual()
        for draft in self.workspace.drafts:
            draft.canvas.set_theme(self.look)
        for part in (self.tabs, self.status, self.alternatives, self.finding.bar):
            part.set_theme(self.look)

    def choose_theme(self) -> None:
        """List the themes, each tried on while it is highlighted, and keep the chosen one in the settings."""

        def keep(theme: Theme) -> None:
            try:
                set_setting(settings_path(), "theme", theme.name)
            except SettingsError as error:
                self.say(str(error), True)

        names = theme_names(self._own_themes)
        self.push_screen(ThemeChoice(self._theme_choice, names, self._load_theme, self.use_theme, keep))

    # -- the shown draft -----------------------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        return self.workspace.shown.document

    @property
    def canvas(self) -> Canvas:
        return self.workspace.shown.canvas

    @property
    def reading(self) -> Reading:
        return self.workspace.shown.reading

    @property
    def selection(self) -> tuple[int, int]:
        """(anchor, head) in code points of the document; the caret is at the head."""
        return self.canvas.selection.anchor, self.canvas.selection.head

    def select(self, anchor: int, head: int) -> None:
        """Set the selection, moved to grapheme boundaries."""
        self.canvas.select(anchor, head)

    # -- life ----------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The tabs, the drafts, the status line, and the list that opens at a word."""
        yield self.tabs
        for draft in self.workspace.drafts:
            draft.canvas.display = draft is self.workspace.shown
            yield draft.canvas
        yield self.status
        yield self.alternatives

    def on_mount(self) -> None:
        """Show the draft; the scorer is started behind the first paint."""
        for draft, place in self._places:
            self._put_caret(draft, place)
        self.show(self.workspace.shown)
        if self._complaints:
            self.say("\n".join(self._complaints), True)
        self.filing.remember_places(reversed(self.workspace.drafts))
        self.set_interval(_LOOK_EVERY_S, self.filing.look_at_files)
        if self._with_scorer:
            self.call_after_refresh(self.start_scorer)

    def start_scorer(self) -> None:
        """Start the worker, in place of the one that runs, if any."""
        if self._client is None:
            log = Path(platformdirs.user_log_dir("logprose")) / "worker.log"
            self.attach_scorer(ScorerClient(_worker_command(self._settings.scoring), log))
        assert self._client is not None
        self._client.start()

    def attach_scorer(self, client: ScorerClient) -> None:
        """Have all drafts read by this client, the shown one first."""
        self._client = client
        for draft in self.workspace.drafts:
            draft.reading.attach(client)
        self.reading.tell_focus()

    async def on_unmount(self) -> None:
        """End the worker; what was copied stays on the system's clipboard."""
        await self._clips.close()
        if self._client is not None:
            await self._client.stop()

    # -- the drafts ----------------------------------------------------------------------------------------------------

    def _open_at_start(self, opening: Opening, *, with_place: bool) -> None:
        """Open a file before there is a screen. Raises FileError."""
        if opening.path is None:
            draft = self._add(Document(opening.text))
            draft.is_nowhere = bool(opening.text)
        else:
            draft = self.workspace.with_file(opening.path) or self._add(Document.read(opening.path))
        place = opening.place
        if place is None and with_place and opening.path is not None:
            place = last_place(opening.path)
        if place is not None:
            self._places.append((draft, place))

    def _add(self, document: Document, *, in_place_of: Draft | None = None) -> Draft:
        canvas = Canvas(
            document,
            self.look,
            column=self._settings.column or None,
            underlines=self._settings.underlines,
            keymap=self._keys,
            typing=Typing(self._settings.auto_pairs, self._settings.smart_typography),
            clipboard=self._clips,
        )
        scoring = self._settings.scoring
        reading = Reading(
            document,
            canvas,
            self.status,
            self.alternatives,
            threshold=scoring.threshold,
            count=scoring.alternatives,
            say=self.say,
        )
        draft = Draft(document, canvas, reading, self.workspace.next_untitled())
        canvas.input_filter = partial(self._take_input, draft)
        self.workspace.add(draft, in_place_of=in_place_of)
        return draft

    async def put(self, document: Document, place: Place | None = None, *, in_place_of: Draft | None = None) -> Draft:
        """Open a document and show it, as the last tab or in the place of a draft, which is closed."""
        before = self.workspace.shown
        draft = self._add(document, in_place_of=in_place_of)
        await self.screen_stack[0].mount(draft.canvas, after=self.tabs)
        if self._client is not None:
            draft.reading.attach(self._client)
        if place is not None:
            self._put_caret(draft, place)
        self._show_instead(draft, before)
        if in_place_of is not None:
            await self._discard(in_place_of)
        return draft

    async def take_away(self, draft: Draft) -> None:
        """Close a draft, asking nothing."""
        before = self.workspace.shown
        self.workspace.remove(draft)
        self._show_instead(self.workspace.shown, before)
        await self._discard(draft)

    async def _discard(self, draft: Draft) -> None:
        draft.reading.close()
        await draft.canvas.remove()

    def show(self, draft: Draft) -> None:
        """Show an open draft."""
        self._show_instead(draft, self.workspace.shown)

    def _show_instead(self, draft: Draft, before: Draft) -> None:
        before.reading.hide()
        self.workspace.show(draft)
        if not draft.canvas.size:  # it is not known yet how much of the draft fits on the screen
            self.call_after_refresh(draft.canvas.call_later, partial(_scroll_to_caret, draft.canvas))
        draft.canvas.display = True
        self.screen_stack[0].set_focus(draft.canvas, scroll_visible=False)
        if before is not draft:
            before.canvas.display = False
        self.finding.attach(draft.canvas)
        self.going.attach(draft.canvas)
        self.structure.attach(draft.canvas)
        draft.reading.show()
        self.say("")
        self.tell_state()
        self.counting.tell_selected()

    def _put_caret(self, draft: Draft, place: Place) -> None:
        """Put the caret at a place; where it is not known yet what the screen holds, that follows when it is shown."""
        position = place.position(draft.document)
        draft.canvas.select(position, position, scroll=bool(draft.canvas.size))

    def show_tab(self, index: int) -> None:
        """Show the draft of a tab, counted from 0; where there is none, nothing happens."""
        if index < len(self.workspace.drafts) and not self.filing.conversation.is_going_on:
            self.show(self.workspace.drafts[index])

    def on_tab_row_chosen(self, message: TabRow.Chosen) -> None:
        """A tab was clicked at."""
        self.show_tab(message.index)

    def on_tab_row_close_asked(self, message: TabRow.CloseAsked) -> None:
        """A tab was clicked at with the middle button."""
        if message.index < len(self.workspace.drafts):
            self.filing.begin(partial(self.filing.close, self.workspace.drafts[message.index]))

    def on_app_focus(self) -> None:
        """The writer comes back from another window, where the files may have been changed."""
        self.filing.look_at_files()

    # -- keys ----------------------------------------------------------------------------------------------------------

    def _take_input(self, draft: Draft, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that has reached a draft's canvas but is not for it.

        Commands that concern the program are run here and now: by the time a key has come up to the app, those that
        follow it would have reached the draft.
        """
        if self.filing.conversation.take(event):
            return True
        if draft is not self.workspace.shown or self.screen is not self.screen_stack[0]:
            pass_on(self, event)
            return True
        if self.finding.take(event):
            return True
        if isinstance(event, events.Paste):
            return False
        if self.alternatives.take_key(event):
            return True
        command = self._keys.lookup(*event.aliases)
        if command is None or command.scope != "app":
            return False
        command.run(self)
        return True

    async def on_key(self, event: events.Key) -> None:
        """Run the commands that concern the program where the draft has not got the key."""
        if self.screen is not self.screen_stack[0] or self.filing.conversation.is_going_on:
            return
        command = self._keys.lookup(*event.aliases)
        if command is not None and command.scope == "app":
            event.stop()
            event.prevent_default()  # or Textual looks the key up again, in the screen that the command has opened
            command.run(self)

    def open_find(self, *, with_replace: bool = False) -> None:
        """Open the find bar, which is put on the screen the first time: its many parts have a share in every key."""
        if self.finding.bar.is_attached:
            self.finding.open(with_replace=with_replace)
        else:
            self.filing.begin(partial(self._open_find_first, with_replace))

    async def _open_find_first(self, with_replace: bool) -> None:
        await self.screen_stack[0].mount(self.finding.bar, before=self.status)
        self.finding.open(with_replace=with_replace)

    def show_palette(self) -> None:
        """List the commands, to find one by typing and run it."""
        self.push_screen(Palette(self.look, self._keys, self._recent_commands, self._run_command))

    def _run_command(self, command: Command) -> None:
        """Run a command that was chosen from a list, before the keys that follow reach the draft."""
        canvas = self.canvas
        canvas.call_later(command.run, self if command.scope == "app" else canvas)

    def on_notice(self, notice: Notice) -> None:
        """A part of the program has something to say."""
        self.say(notice.text, notice.is_error)

    def show_help(self) -> None:
        """List the commands."""
        self.push_screen(HelpScreen(self.look, self._keys, str(settings_path())))

    # -- what the status line says -------------------------------------------------------------------------------------

    def say(self, message: str, is_error: bool = False) -> None:
        """Say something in the status line until the writer goes on."""
        self._said_at = monotonic()
        self.status.show(message=message, is_error=is_error)

    def _went_on(self, message: Message, note: str = "") -> None:
        """The writer has done something: what was said before that goes, for a `note` on what is there now."""
        if message.time >= self._said_at:
            self.status.show(message=note, is_error=False)

    def tell_state(self) -> None:
        """Show anew what the status line and the tabs say of the drafts."""
        draft = self.workspace.shown
        self.status.show(
            name=draft.name,
            modified=draft.is_unsaved,
            read_only=draft.document.read_only,
            on_disk=draft.on_disk.value,
        )
        self.counting.tell()
        self.structure.tell()
        self.tabs.show(self.workspace.tabs(), self.workspace.shown_index)

    def on_canvas_edited(self, message: Canvas.Edited) -> None:
        """The draft changed."""
        self.alternatives.close()
        self._went_on(message)
        self.tell_state()

    def on_canvas_selection_changed(self, message: Canvas.SelectionChanged) -> None:
        """The caret moved: say what there is to say about the word it is on."""
        selection = self.canvas.selection  # the message may speak of an older one
        self.alternatives.close()
        self.reading.caret_moved(selection.head)
        flag = self.reading.flag_at(selection.head)
        self._went_on(message, flag.note if flag is not None and selection.is_empty else self.following.note())
        self.reading.tell_focus()
        self.finding.selection_changed()
        self.structure.tell()
        self.counting.tell_selected()

    def on_canvas_link_clicked(self, message: LinkClicked) -> None:
        """A link was clicked at, to be followed."""
        self.filing.begin(partial(self.following.follow, message.position))

    def on_canvas_view_changed(self, _: Canvas.ViewChanged) -> None:
        """Another part of the draft is on the screen."""
        self.reading.view_changed()
        self.finding.view_changed()


def _scroll_to_caret(canvas: Canvas) -> None:
    canvas.scroll_to_position(canvas.selection.head)


def _worker_command(scoring: Scoring) -> tuple[str, ...]:
    """The command of the worker with the writer's settings."""
    return worker_command(
        (
            *("--model", scoring.model),
            *("--dtype", scoring.dtype),
            *("--device", scoring.device),
            *("--max-length", str(scoring.max_length)),
            *("--stride", str(scoring.stride)),
            *("--cache-megabytes", str(scoring.cache_megabytes)),
            *("--threshold", str(scoring.threshold)),
        )
    )
