"""Ignoring words: here, in this document, in its folder, in this session, or for good; and undoing that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from weakref import ReferenceType, WeakKeyDictionary, ref

from editor.document.asides import Aside
from editor.document.units import word_at
from editor.flags.dictionary import add_word, folder_list, folder_words, load_dictionary, remove_word
from editor.flags.draft_flags import DraftFlags
from editor.flags.ignored import Ignored, find_places, is_listed, plain
from editor.flags.ignored_file import IgnoredIn, keep_ignored, load_ignored
from editor.paths import dictionary_path, ignored_path
from editor.storage.files import FileError
from editor.text.printable import printable
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

_Kind = Literal["here", "document", "folder", "dictionary", "session"]


_NOTHING = Aside(lambda: None, lambda: None)


@dataclass(eq=False, slots=True)
class _Step:
    """One thing that was ignored in this session.

    Attributes:
        start, end: the word's place at the time.
        aside: how to undo and redo it, in its draft.
        number: of the ignored place, if it is one.
        path: the folder's word list, if it is in one.
    """

    kind: _Kind
    word: str
    draft: ReferenceType[Draft]
    start: int
    end: int
    aside: Aside = _NOTHING
    number: int = 0
    path: Path | None = None


class IgnoreController:
    """Knows the ignored words and places of every draft, and stores them. Threads read and write the files, one at a
    time.

    Args:
        bench: the app.
        flags_of: returns the flags of a draft.
        words_changed: called after `words_of` some draft has changed.
    """

    def __init__(
        self, bench: Workbench, flags_of: Callable[[Draft], DraftFlags], words_changed: Callable[[], None]
    ) -> None:
        self._bench = bench
        self._words_changed = words_changed
        self._flags_of = flags_of
        self._ignored: dict[Draft, Ignored] = {}
        # What was stored for a draft when its file was last read or written; no entry until that is known.
        self._known: WeakKeyDictionary[Draft, IgnoredIn] = WeakKeyDictionary()
        self._dictionary: frozenset[str] = frozenset()
        self._of_folder: WeakKeyDictionary[Draft, frozenset[str]] = WeakKeyDictionary()
        self._session: dict[str, None] = {}
        self._steps: list[_Step] = []
        self._complaints: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._order = asyncio.Lock()
        self._is_running = False

    def words_of(self, draft: Draft) -> frozenset[str]:
        """Return the words of the writer's dictionary and of the draft's folder."""
        return self._dictionary | self._of_folder.get(draft, frozenset())

    # -- drafts --------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """The program has started: read the stored words and places."""
        self._is_running = True
        self.look_at_files()

    def add(self, draft: Draft) -> None:
        """A draft was opened: restore the words and places ignored in its file."""
        ignored = self._ignored[draft] = Ignored(draft.document)
        self._flags_of(draft).flags.rules.is_ignored = partial(self._is_ignored, draft, ignored)
        if self._is_running:
            self._run(partial(self._find, draft, ignored))
            self._run(self._read_words)

    def forget(self, draft: Draft) -> None:
        """A draft was closed. Anything still to be stored for it will be."""
        del self._ignored[draft]

    def saved(self, draft: Draft) -> None:
        """A draft was saved, perhaps as another file: store its places as they are now."""
        known = self._known.get(draft)
        if len(self._ignored[draft]) or (known is not None and (known.words or known.places)):
            self._store(draft)
        self._run(self._read_words)

    def look_at_files(self) -> None:
        """Read all files again, because other programs may have changed them."""
        self._run(self._read_words)
        for draft, ignored in self._ignored.items():
            self._run(partial(self._find, draft, ignored))

    async def close(self) -> None:
        """Wait until everything is stored."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _is_ignored(self, draft: Draft, ignored: Ignored, start: int, end: int) -> bool:
        if ignored.covers(start, end):
            return True
        word = draft.document.slice(start, end)
        listed = self._session, self._dictionary, self._of_folder.get(draft, frozenset[str]())
        return any(is_listed(word, words) for words in listed)

    # -- commands ------------------------------------------------------------------------------------------------------

    def ignore_here(self, start: int | None = None) -> None:
        """Ignore one place: the flag that begins at `start`, or else the one at the caret, and then go to the next."""
        draft = self._shown
        if start is None:
            flag = self._flags_of(draft).flag_at(draft.canvas.selection.head)
        else:
            flag = next(self._flags_of(draft).flags.shown_in(start, start + 1), None)
        if flag is None:
            self._bench.show_message("nothing underlined here; F8 goes to the next", False)
            return
        word = draft.document.slice(flag.start, flag.end)
        self._ignore(_Step("here", word, ref(draft), flag.start, flag.end))
        if start is None:
            self._go_on(flag.start, word, "here")

    def ignore_word(self) -> None:
        """Ignore the word at the caret everywhere in this document."""
        self._ignore_word("document", "in this document")

    def ignore_for_session(self) -> None:
        """Ignore the word at the caret in all documents until the program ends."""
        self._ignore_word("session", "until you quit")

    def add_to_dictionary(self) -> None:
        """Ignore the word at the caret in all documents from now on."""
        self._ignore_word("dictionary", "from now on")

    def add_to_folder(self) -> None:
        """Ignore the word at the caret in the drafts of this draft's folder from now on."""
        if self._shown.document.path is None:
            self._bench.show_message("this draft has no folder yet: save it first", True)
        else:
            self._ignore_word("folder", "in this folder")

    def _ignore_word(self, kind: _Kind, where: str) -> None:
        if (found := self._word()) is None:
            return
        start, end, word = found
        listed: dict[_Kind, Collection[str]] = {
            "session": self._session,
            "dictionary": self._dictionary,
            "folder": self._of_folder.get(self._shown, ()),
        }
        if word not in listed.get(kind, ()):
            self._ignore(_Step(kind, word, ref(self._shown), start, end))
        self._go_on(start, word, where)

    def _ignore(self, step: _Step) -> None:
        """Carry out a step, in a way that undo can revert."""
        step.aside = Aside(partial(self._undo, step), partial(self._redo, step))
        self._shown.canvas.asides.add(step.aside)
        self._carry_out(step)

    def _carry_out(self, step: _Step) -> None:
        draft = step.draft()
        if step.kind == "dictionary":
            self._dictionary |= {step.word}
            self._words_changed()
            self._run(partial(self._add_word, step.word))
        elif step.kind == "session":
            self._session[step.word] = None
        elif draft is not None and step.kind == "folder":
            self._of_folder[draft] = self._of_folder.get(draft, frozenset()) | {step.word}
            self._words_changed()
            if draft.document.path is not None:
                self._run(partial(self._add_to_folder, step, draft.document.path))
        elif draft is not None and step.kind == "here":
            step.number = self._ignored[draft].add_place(step.start, step.end)
            self._store(draft)
        elif draft is not None:
            self._ignored[draft].add_word(step.word)
            self._store(draft)
        self._steps.append(step)
        if step.kind == "here":
            self._flags_of(self._shown).review_flags(step.start, step.end)
        else:
            self._review()

    def _undo(self, step: _Step) -> None:
        """Undo a step that was the last action in the shown draft, and go back to its word."""
        if step in self._steps:
            self._steps.remove(step)
        self._take_back(step)
        self._shown.canvas.select(step.start, step.start)
        self._taken_back(step.word)

    def _redo(self, step: _Step) -> None:
        self._carry_out(step)
        self._shown.canvas.select(step.start, step.start)
        self._bench.show_message(f"“{printable(step.word)}” is ignored again", False)

    def unignore(self) -> None:
        """Undo the last ignore, in this document or everywhere; repeat for the ones before it."""
        draft = self._shown
        for index in range(len(self._steps) - 1, -1, -1):
            step = self._steps[index]
            if step.draft() is draft or step.kind in ("session", "dictionary"):
                del self._steps[index]
                if (owner := step.draft()) is not None:
                    owner.canvas.asides.drop(step.aside)
                if self._take_back(step):
                    self._taken_back(step.word)
                    return
        ignored = self._ignored[draft]
        word = ignored.forget_place() or ignored.forget_word()  # from an earlier session
        if word is None:
            self._bench.show_message(f"nothing ignored here; to remove words, edit {dictionary_path()}", False)
        else:
            self._store(draft)
            self._taken_back(word)

    @property
    def _shown(self) -> Draft:
        return self._bench.workspace.shown

    def _word(self) -> tuple[int, int, str] | None:
        """Return the flagged word at the caret, or else any word there: its start, its end, and the word."""
        draft = self._shown
        head = draft.canvas.selection.head
        flag = self._flags_of(draft).flag_at(head)
        found = word_at(draft.document, head) if flag is None else (flag.start, flag.end)
        if found is None:
            self._bench.show_message("no word at the caret", False)
            return None
        return *found, plain(draft.document.slice(*found))

    def _go_on(self, start: int, word: str, where: str) -> None:
        """Show a message about it, and put the caret at the next flag after `start`, if there is one."""
        more = "" if self._flags_of(self._shown).go_on(start) else "; nothing else is underlined"
        self._bench.show_message(f"“{printable(word)}” ignored {where}{more}", False)

    def _take_back(self, step: _Step) -> bool:
        """Undo a step; return False if that changes nothing."""
        draft = self._shown
        if step.kind == "here":
            is_known = self._ignored[draft].forget_place(step.number) is not None
        elif step.kind == "document":
            is_known = self._ignored[draft].forget_word(step.word) is not None
        elif step.kind == "session":
            is_known = step.word in self._session
            self._session.pop(step.word, None)
        elif step.kind == "folder":
            owner = step.draft()
            is_known = owner is not None and step.word in self._of_folder.get(owner, ())
            if owner is not None:
                self._of_folder[owner] = self._of_folder.get(owner, frozenset()) - {step.word}
            self._words_changed()
            self._run(partial(self._remove_from_folder, step))
        else:
            is_known = step.word in self._dictionary
            self._dictionary -= {step.word}
            self._words_changed()
            self._run(partial(self._remove_word, step.word))
        if step.kind in ("here", "document"):
            self._store(draft)
        return is_known

    def _taken_back(self, word: str) -> None:
        self._review()
        self._bench.show_message(f"“{printable(word)}” is no longer ignored", False)

    def _review(self) -> None:
        for draft in self._bench.workspace.drafts:
            self._flags_of(draft).review_flags()

    # -- files ---------------------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do some work on a file, after all earlier work of this kind."""
        if self._is_running:
            task = asyncio.get_running_loop().create_task(self._in_order(work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _in_order(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self._order:
            try:
                await work()
            except FileError as error:
                self._complain(str(error))

    def _complain(self, complaint: str) -> None:
        if complaint not in self._complaints:
            self._complaints.add(complaint)
            self._bench.show_message(complaint, True)

    async def _find(self, draft: Draft, ignored: Ignored) -> None:
        """Adopt the entry stored for a draft's file by an earlier session or another program. The draft may have been
        closed by then."""
        document = draft.document
        known = self._known.get(draft, IgnoredIn(""))
        if document.path is None:
            self._known[draft] = known
            return
        kept = await asyncio.to_thread(load_ignored, ignored_path(), document.path)
        gone = [place for place in known.places if place not in kept.places]
        new = [place for place in kept.places if place not in known.places]
        revision, removed, added = -1, list[tuple[int, int]](), list[tuple[int, int]]()
        while (gone or new) and revision != document.revision:
            revision = document.revision
            removed = await asyncio.to_thread(find_places, document.text, gone)
            added = await asyncio.to_thread(find_places, document.text, new)
        if (ignored.follow(known.words, kept.words) | ignored.follow_places(removed, added)) and draft in self._ignored:
            self._flags_of(draft).review_flags()
        self._known[draft] = kept

    def _store(self, draft: Draft) -> None:
        """Store the ignored words and places of a draft, after all earlier work of this kind."""
        self._run(partial(self._keep, draft, self._ignored[draft]))

    async def _keep(self, draft: Draft, ignored: Ignored) -> None:
        """Store the ignored words and places of a draft, if it has a file whose entry was read. It may be closed by
        now."""
        path, known = draft.document.path, self._known.get(draft)
        if path is not None and known is not None:
            places = tuple(ignored.places())
            self._known[draft] = await asyncio.to_thread(
                keep_ignored, ignored_path(), path, ignored.words, places, known
            )

    async def _read_words(self) -> None:
        """Read the dictionary and the word lists of the drafts' folders."""
        complaints = list[str]()
        words = await asyncio.to_thread(load_dictionary, dictionary_path())
        of_folder: dict[Draft, frozenset[str]] = {}
        for draft in list(self._ignored):
            of_folder[draft], found = await asyncio.to_thread(folder_words, draft.document.path)
            complaints += found
        is_same = all(self._of_folder.get(draft, frozenset()) == found for draft, found in of_folder.items())
        if words != self._dictionary or not is_same:
            self._dictionary = words
            self._of_folder.update(of_folder)
            self._words_changed()
            self._review()
        for complaint in complaints:
            self._complain(complaint)

    async def _add_word(self, word: str) -> None:
        await asyncio.to_thread(add_word, dictionary_path(), word)

    async def _remove_word(self, word: str) -> None:
        await asyncio.to_thread(remove_word, dictionary_path(), word)

    async def _add_to_folder(self, step: _Step, draft: Path) -> None:
        step.path = await asyncio.to_thread(folder_list, draft)
        await asyncio.to_thread(add_word, step.path, step.word)
        await self._read_words()

    async def _remove_from_folder(self, step: _Step) -> None:
        if step.path is not None:
            await asyncio.to_thread(remove_word, step.path, step.word)
            await self._read_words()
