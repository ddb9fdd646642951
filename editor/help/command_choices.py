"""Commands as they are searched: by title, name, group, keys, and synonyms."""

from __future__ import annotations

from typing import Any

from editor.keys.readable import readable_key
from editor.keys.registry import Command, Keymap
from editor.view.widgets.chooser import Choice

_CHECKED = "spelling spellcheck proofread mistakes errors typos grammar check"
_WIDTH = "wrap width margins line length"

_OTHER_WORDS = {
    "accept-all-changes": "track changes suggestions",
    "accept-change": "track changes suggestion",
    "add-comment": "remark annotate annotation margin note review",
    "add-to-dictionary": "spelling learn word",
    "add-to-folder": "spelling learn word project",
    "alternatives": f"suggestions correct replace word {_CHECKED}",
    "bold": "strong emphasis fat",
    "bullet-list": "unordered items points",
    "cancel-export": "stop abort",
    "code": "monospace",
    "code-block": "fence preformatted",
    "column-narrower": _WIDTH,
    "column-wider": _WIDTH,
    "copy-as-html": "rich text formatted",
    "copy-as-text": "without markdown",
    "definitions": "define dictionary meaning sense look up lookup gloss wordnet",
    "export-ansi": "save as terminal colours colors",
    "export-docx": "save as word microsoft office convert share send",
    "export-epub": "save as ebook kindle book convert",
    "export-html": "save as html webpage website browser convert publish",
    "export-latex": "save as tex typeset convert",
    "export-odt": "save as libreoffice openoffice writer convert",
    "export-pdf": "save as acrobat paper printable convert share send",
    "export-svg": "save as image screenshot",
    "export-txt": "save as txt without markdown convert",
    "find": "search",
    "flags": _CHECKED,
    "focus": "dim concentrate",
    "fold": "collapse hide expand",
    "footnote": "note reference endnote",
    "forget-scores": "privacy cache clear erase",
    "forget-snapshots": "versions history privacy delete erase",
    "go-to": "goto jump position percentage number",
    "goal": "target words",
    "heading-1": "title chapter h1",
    "heading-2": "subtitle h2",
    "heat": "colours surprise highlight",
    "help": "keys keyboard shortcuts commands manual",
    "image": "picture photo",
    "insert-toc": "toc contents chapters",
    "italic": "emphasis slanted",
    "link": "hyperlink url address",
    "live-preview": "markdown syntax source wysiwyg",
    "messages": "log history errors notifications",
    "next-change": "track changes review",
    "next-flag": _CHECKED,
    "next-git-change": "diff hunk modified head",
    "numbered-list": "ordered enumeration",
    "outline": "chapters headings navigate sections contents",
    "previous-flag": _CHECKED,
    "previous-git-change": "diff hunk modified head",
    "print": "printer paper hard copy lp",
    "quit": "exit leave close program",
    "quote": "citation blockquote",
    "reading-view": "print preview read only",
    "recover": "backup lost crash restore",
    "redo": "repeat again",
    "reject-all-changes": "track changes suggestions",
    "reject-change": "track changes suggestion",
    "reload": "refresh revert disk",
    "replace": "substitute change search",
    "report": "readability statistics flesch passive repeated repetition long sentences grade style words per day",
    "save-as": "rename copy file",
    "settings": "preferences options configuration autosave language dialect",
    "snapshots": "version versions history backup restore compare revisions earlier",
    "statistics": "count length",
    "strikethrough": "strike cross out",
    "synonyms": "thesaurus similar replace word alternatives",
    "table": "grid rows columns",
    "take-snapshot": "version backup checkpoint",
    "task-list": "todo checkbox checklist",
    "theme": "colours colors dark light appearance mode night",
    "toggle-case": "capitals",
    "tour": "introduction tutorial",
    "typewriter": "centre scroll",
    "undo": "back revert",
    "upper-case": "capitals caps",
    "zen": "distraction free full screen fullscreen",
}
"""Search words that aren't in the title, by the command's name."""


def choice_of(command: Command[Any], keymap: Keymap) -> Choice:
    """Return a command as a row to choose."""
    keys = ", ".join(readable_key(key) for key in keymap.keys_for(command.name))
    return Choice(command.help, keys, f"{command.group} {command.name} {keys} {_OTHER_WORDS.get(command.name, '')}")
