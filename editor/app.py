"""The Textual app: wires the drafts, the scorer and the screens; owns no text and no maths."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message

import editor.commands  # noqa: F401  # fills the registry
from editor.appearance.feature import AppearanceFeature
from editor.appearance.zen import Zen
from editor.counts.feature import CountsFeature
from editor.document import Document
from editor.document.document import Saving
from editor.document.places import Place
from editor.document.typing import Typing
from editor.files.autosave import Autosave
from editor.files.encoding import EncodingChoice
from editor.files.feature import FilesFeature, last_place
from editor.files.openings import Opening
from editor.find.feature import FindFeature
from editor.flags.draft_flags import DraftFlags
from editor.flags.feature import FlagsFeature
from editor.flags.ignore import IgnoreFeature
from editor.flags.listing import FlagListFeature
from editor.flags.suggestion_list import SuggestionList
from editor.help.feature import TourFeature
from editor.help.help_screen import HelpScreen
from editor.help.palette import Palette
from editor.keys.registry import Command
from editor.navigation.feature import NavigationFeature
from editor.navigation.links import LinkFollower
from editor.navigation.outline import OutlineFeature
from editor.paths import settings_path
from editor.recovery.feature import Recovery
from editor.scorer.client import ScorerClient
from editor.settings.layers import SettingsLayer, load_folder_layer
from editor.settings.settings import Settings
from editor.storage.encodings import UTF_8, is_half_utf_16
from editor.system import terminal_input
from editor.system.clipboard import Clipboard, find_tool
from editor.system.key_routing import pass_on
from editor.system.shutdown import Shutdown
from editor.text.line_endings import NAMES
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.mouse import LinkClicked
from editor.view.theme.theme import Theme
from editor.view.widgets.notice import Notice
from editor.view.widgets.settings_screen import SettingsScreen
from editor.view.widgets.status import StatusLine
from editor.view.widgets.tabs import TabRow
from editor.workspace.draft_settings import DraftSettings
from editor.workspace.view_settings import follow_view_settings
from editor.workspace.workspace import Draft, Workspace

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
        self.workspace = Workspace()
        self.settings = DraftSettings(self, self.workspace, self._follow_settings, self.say)
        self.reading_along = FlagsFeature(
            self, self.workspace, self.settings.of, lambda: self.settings.own, is_allowed=scorer
        )
        self.looks = AppearanceFeature(self, self._draw_in)
        self.tabs = TabRow(self.look)
        self.status = StatusLine(self.look)
        self.alternatives = SuggestionList(self.look)
        self._said_at = 0.0  # seconds, of the monotonic clock
        terminal_input.install()
        self._clips = Clipboard(find_tool(os.environ))
        self._recent_commands: list[str] = []
        self.filing = FilesFeature(self, self)
        self.encoding_choice = EncodingChoice(self, self.filing)
        self.recovery = Recovery(self, self, self.filing.conversation, self.filing.reopen)
        self.ending = Shutdown(self)
        self.autosaving = Autosave(self, self.filing.conversation, self.settings.of, self.filing.save)
        self.ignoring = IgnoreFeature(self.workspace, self.say)
        self._places: list[tuple[Draft, Place]] = []  # for carets, when the screen is there
        for opening in openings or [Opening(None if path is None else Path(path))]:
            self._open_at_start(opening, with_place=bool(openings))
        self.recovery.look_at_start()
        self.workspace.show(self.workspace.drafts[0])
        self.finding = FindFeature(self.look, self.canvas)
        self.going = NavigationFeature(self.canvas, self.say)
        self.flag_listing = FlagListFeature(
            self.workspace, self.ignoring.ignore_here, lambda at: self.going.jump(at), self.say
        )
        self.structure = OutlineFeature(self.canvas, self.status, self.going.jump, self.say)
        self.following = LinkFollower(self, self, self.structure, self.filing, self.going.jump)
        self.counting = CountsFeature(self, self.workspace, self.status, self.say)
        self.touring = TourFeature(self, lambda: self.settings.keymap)
        self.zen = Zen(self)
        self._use_settings_of(self.workspace.shown)

    # -- settings and looks --------------------------------------------------------------------------------------------

    @property
    def look(self) -> Theme:
        """The theme that all is drawn in."""
        return self.looks.look

    def _draw_in(self, look: Theme) -> None:
        for draft in self.workspace.drafts:
            draft.canvas.set_theme(look)
        for part in (self.tabs, self.status, self.alternatives, self.finding.bar):
            part.set_theme(look)

    def choose_theme(self) -> None:
        """List the themes, each tried on while it is highlighted, and keep the chosen one in the settings."""
        self.looks.choose(lambda name: self.say(self.settings.keep("theme", name)))

    def show_settings(self) -> None:
        """List all settings, to change them."""
        settings = self.settings
        self.push_screen(SettingsScreen(lambda: self.look, settings.current, settings.keep, self.choose_theme))

    def _use_settings_of(self, draft: Draft) -> None:
        """Have what all drafts share be as the settings of the shown one say."""
        settings = self.settings.of(draft)
        _, place = self.settings.origin(draft, "theme")
        self.looks.follow(settings.theme, place, self.settings.complain)
        self.counting.follow(settings.goal, settings.words_per_minute)
        self.zen.follow(settings.zen)

    def _follow_settings(self, draft: Draft, settings: Settings, before: Settings | None) -> None:
        """Have a draft look and be read as its settings say."""
        canvas = draft.canvas
        follow_view_settings(canvas, settings, before)
        canvas.set_underlines(settings.underlines)
        canvas.typing = Typing(settings.auto_pairs, settings.smart_typography)
        self.reading_along.read(draft)
        if self.is_running:
            self.reading_along.settings_changed()
            if draft is self.workspace.shown:
                self._use_settings_of(draft)

    # -- the shown draft -----------------------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        return self.workspace.shown.document

    @property
    def canvas(self) -> Canvas:
        return self.workspace.shown.canvas

    @property
    def reading(self) -> DraftFlags:
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
        self.filing.remember_places(reversed(self.workspace.drafts))
        self.set_interval(_LOOK_EVERY_S, self._look_around)
        self.ignoring.begin()
        self.reading_along.settings_changed()
        self.ending.begin()
        self.recovery.begin()
        self.touring.begin()

    def start_scorer(self) -> None:
        """Start the worker, in place of the one that runs, if any."""
        self.reading_along.start()

    def attach_scorer(self, client: ScorerClient) -> None:
        """Have all drafts read by this client, the shown one first."""
        self.reading_along.attach(client)

    async def on_unmount(self) -> None:
        """End the worker; what was copied stays on the system's clipboard, what was typed in the journals, and what is
        ignored is kept."""
        await self.recovery.stop()
        await self.ignoring.close()
        await self._clips.close()
        await self.reading_along.stop()
        self.ending.stop()

    def leave(self) -> None:
        """The writer quits; what is not saved is not wanted."""
        self.recovery.close_all()
        self.exit()

    def _look_around(self) -> None:
        """See what others have done to the files, and whether the terminal is there."""
        self.filing.look_at_files()
        self.recovery.look_at_locks()
        self.ending.look()

    # -- the drafts ----------------------------------------------------------------------------------------------------

    def _open_at_start(self, opening: Opening, *, with_place: bool) -> None:
        """Open a file before there is a screen. Raises FileError."""
        if opening.path is None:
            document = Document(opening.text)
            document.encoding = opening.encoding or UTF_8
            draft = self._add(document, SettingsLayer())
            draft.is_nowhere = bool(opening.text)
        else:
            path = opening.path
            draft = self.workspace.with_file(path) or self._add(
                Document.read(path, opening.encoding), load_folder_layer(path)
            )
        place = opening.place
        if place is None and with_place and opening.path is not None:
            place = last_place(opening.path)
        if place is not None:
            self._places.append((draft, place))

    def _add(self, document: Document, folder: SettingsLayer, *, in_place_of: Draft | None = None) -> Draft:
        """Open a document, `folder` being what its folder says of settings."""
        settings = self.settings.own
        untitled = self.workspace.next_untitled()
        self.recovery.watch(document, "" if document.path else untitled)
        canvas = Canvas(document, self.look, clipboard=self._clips)
        reading = DraftFlags(
            document,
            canvas,
            self.status,
            self.alternatives,
            threshold=settings.scoring.least_strength,
            count=settings.scoring.alternatives,
            say=self.say,
        )
        draft = Draft(document, canvas, reading, untitled)
        canvas.route_key = partial(self._route_key, draft)
        canvas.takes_paste = partial(self._is_elsewhere, draft)
        self.workspace.add(draft, in_place_of=in_place_of)
        self.ignoring.add(draft)
        self.settings.add(draft, folder)
        self.autosaving.watch(draft)
        return draft

    async def put(self, document: Document, place: Place | None = None, *, in_place_of: Draft | None = None) -> Draft:
        """Open a document and show it, as the last tab or in the place of a draft, which is closed."""
        before = self.workspace.shown
        folder = await asyncio.to_thread(load_folder_layer, document.path)
        draft = self._add(document, folder, in_place_of=in_place_of)
        await self.screen_stack[0].mount(draft.canvas, after=self.tabs)
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
        self.recovery.closed(draft)
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
        self._use_settings_of(draft)
        self.say("")
        if is_half_utf_16(draft.document.slice(0, 2)):
            self.say(f"{draft.name} begins as UTF-16 but ends in half a character: it is shown byte by byte", True)
        self.settings.tell()
        self.tell_state()
        self.counting.tell_selected()

    def _put_caret(self, draft: Draft, place: Place) -> None:
        """Put the caret at a place; where it is not known yet what the screen holds, that follows when it is shown."""
        position = place.position(draft.document)
        draft.canvas.select(position, position, scroll=bool(draft.canvas.size))

    def show_tab(self, index: int) -> None:
        """Show the draft of a tab, counted from 0; where there is none, nothing happens."""
        if index < len(self.workspace.drafts) and not self.filing.conversation.holds_keys:
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
        self.settings.look_at_files()
        self.ignoring.look_at_files()

    async def opened(self, draft: Draft) -> None:
        """A file was opened, in a conversation."""
        await self.recovery.opened(draft)

    def saved(self, draft: Draft, saving: Saving | None = None) -> None:
        """A draft was saved, as it was at a moment that is over; without `saving` it is what its file holds now."""
        self.settings.saved(draft)
        self.recovery.saved(draft, saving)
        self.ignoring.saved(draft)

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def _route_key(self, draft: Draft, event: events.Key) -> bool:
        """Give a key that has reached a draft's canvas to what it is for; False: it is text.

        Commands that concern the program are run here and now: by the time a key has come up to the app, those that
        follow it would have reached the draft.
        """
        if self._is_elsewhere(draft, event) or self.alternatives.take_key(event) or self.touring.take(event):
            return True
        command = self.settings.keymap.lookup(*event.aliases)
        if command is None or command.scope == "canvas":
            is_taken = await draft.canvas.take_key(event.key, command)
            return is_taken or not event.is_printable  # nobody need look it up again
        command.run(self)
        return True

    def _is_elsewhere(self, draft: Draft, event: events.Key | events.Paste) -> bool:
        """Take a key or a paste that has reached a draft's canvas but is for something else."""
        if self.filing.conversation.take(event):
            return True
        if draft is not self.workspace.shown or self.screen is not self.screen_stack[0]:
            pass_on(self, event)
            return True
        return self.finding.take(event)

    async def on_key(self, event: events.Key) -> None:
        """Run the commands that concern the program where the draft has not got the key."""
        if self.screen is not self.screen_stack[0] or self.filing.conversation.holds_keys:
            return
        command = self.settings.keymap.lookup(*event.aliases)
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
        self.push_screen(Palette(self.look, self.settings.keymap, self._recent_commands, self._run_command))

    def _run_command(self, command: Command) -> None:
        """Run a command that was chosen from a list, before the keys that follow reach the draft."""
        canvas = self.canvas
        canvas.call_later(command.run, self if command.scope == "app" else canvas)

    def on_notice(self, notice: Notice) -> None:
        """A part of the program has something to say."""
        self.say(notice.text, notice.is_error)

    def show_help(self) -> None:
        """List the commands."""
        self.push_screen(HelpScreen(self.look, self.settings.keymap, str(settings_path())))

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
            form=_form(draft.document),
        )
        self.counting.tell()
        self.structure.tell()
        self.tabs.show(self.workspace.tabs(), self.workspace.shown_index)

    def on_canvas_edited(self, message: Canvas.Edited) -> None:
        """A draft changed: notify of it where it is the shown one."""
        if message.canvas is not self.canvas:
            return
        self.reading.suggesting.draft_changed()
        self.touring.draft_edited()
        self._went_on(message)
        self.tell_state()

    def on_canvas_selection_changed(self, message: Canvas.SelectionChanged) -> None:
        """The caret moved: say what there is to say about the word it is on."""
        if message.canvas is not self.canvas:
            return
        selection = self.canvas.selection  # the message may speak of an older one
        self.reading.suggesting.draft_changed()
        self.reading.caret_moved(selection.head)
        note = self.reading.note_at(selection.head) if selection.is_empty else None
        self._went_on(message, self.following.note() if note is None else note)
        self.reading.tell_focus()
        self.finding.selection_changed()
        self.structure.tell()
        self.counting.tell_selected()

    def on_canvas_link_clicked(self, message: LinkClicked) -> None:
        """A link was clicked at, to be followed."""
        self.filing.begin(partial(self.following.follow, message.position))

    def on_canvas_view_changed(self, message: Canvas.ViewChanged) -> None:
        """Another part of the draft is on the screen."""
        if message.canvas is not self.canvas:
            return
        self.reading.suggesting.view_changed()
        self.reading.tell_focus()
        self.finding.view_changed()


def _form(document: Document) -> str:
    """How a document is written in its file, as far as that is not UTF-8 and line feeds."""
    encoding = "" if document.encoding == UTF_8 else document.encoding.name
    endings = document.endings - {"\n"}
    ending = "mixed line ends" if len(document.endings) > 1 else NAMES[endings.pop()] if endings else ""
    return " ".join(filter(None, (encoding, ending)))


def _scroll_to_caret(canvas: Canvas) -> None:
    canvas.scroll_to_position(canvas.selection.head)
