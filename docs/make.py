"""Generate the files made from the code: the tables of commands and settings, the man page, the shell completions.

Run `python -m docs.make` after changing a command, a setting or the command line; a test fails until you do. It
needs the `test` extra.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import shtab
from argparse_manpage.manpage import Manpage

import editor.commands  # noqa: F401  # fills the registry
from editor.cli import SHELLS, command_line
from editor.keys.registry import COMMANDS, Command
from editor.settings.entries import ENTRIES, Entry, toml_block, toml_value

ROOT = Path(__file__).resolve().parent.parent

_NOTE = "<!-- Made by `python -m docs.make`; change the code instead. -->"


# -- documents ---------------------------------------------------------------------------------------------------------


def commands() -> str:
    """Return the page of all commands: their titles, their names in the settings, their default keys."""
    parts = [
        f"# Commands\n\n{_NOTE}\n\nF1 lists the commands with your own keys; Ctrl+P finds one by name and runs "
        "it. To change a command's keys, name all of them in the table `[keys]` of your settings file "
        '(`save = ["ctrl+s"]`; an empty list leaves it without a key).\n'
    ]
    for group in dict.fromkeys(command.group for command in COMMANDS.values()):
        members = (command for command in COMMANDS.values() if command.group == group)
        rows = [(_cell(command.help), f"`{command.name}`", _keys(command)) for command in members]
        parts.append(f"## {group}\n\n{_table(('Command', 'Name', 'Keys'), rows)}")
    return "\n".join(parts)


def settings() -> str:
    """Return the page of all settings: their meaning, values and defaults."""
    parts = [
        f"# Settings\n\n{_NOTE}\n\nThe command “Settings” shows and changes them. They are in `settings.toml` in your "
        "configuration directory (on Linux `~/.config/logprose`). A folder's `.logprose.toml` overrides them for the "
        "drafts in and below that folder, and a draft's front matter overrides both; neither can set those "
        "marked *. Front matter holds settings in the mapping `logprose` of YAML (`logprose: {column: 66}`) or the "
        "table `[logprose]` of TOML.\n"
    ]
    for table, members in groupby(ENTRIES.values(), lambda entry: entry.name.rpartition(".")[0]):
        rows = [
            (
                f"`{entry.name.rpartition('.')[2]}`{'*' if entry.is_own else ''}",
                _cell(entry.title),
                _cell(entry.doc),
                _values(entry),
                f"`{toml_value(entry.default)}`",
            )
            for entry in members
        ]
        title = f"`[{table}]`" if table else "General"
        parts.append(f"## {title}\n\n{_table(('Setting', 'Title', 'Meaning', 'Values', 'Default'), rows)}")
    parts.append("## `[keys]`\n\nThe keys of each command, under its name: see [commands](commands.md).\n")
    parts.append(
        "## Words that are never flagged\n\n`dictionary.txt` next to `settings.toml` has your own words, one per line. "
        "A folder's `.logprose-words.txt`, in the same form, adds words for the drafts in and below that folder; all "
        "such lists above a draft apply. “Add word to folder's dictionary” adds to the nearest list, or creates one "
        "next to the nearest `.logprose.toml`, or else in the draft's own folder.\n"
    )
    parts.append(f"## The whole file, with the defaults\n\n{toml_block()}")
    return "\n".join(parts)


def _keys(command: Command[Any]) -> str:
    return " ".join(f"`{key}`" for key in command.keys)


def _values(entry: Entry) -> str:
    if entry.kind == "choice":
        return " ".join(f"`{toml_value(choice)}`" for choice in entry.choices)
    if entry.least is None or entry.most is None:
        return entry.kind if entry.least is None else f"{entry.kind}, at least {entry.least:g}"
    return f"{entry.kind}, {entry.least:g} to {entry.most:,.0f}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# -- the command line --------------------------------------------------------------------------------------------------


def man_page() -> str:
    """Return the man page, in troff. It has neither date nor version, so that it changes only with the command line."""
    os.environ["COLUMNS"] = "80"  # argparse wraps usage lines for the terminal that it finds
    parser = command_line().parser
    page = Manpage(parser, format="single-commands-section")
    page.date = ""
    page.manual = "User Commands"
    page.description = "edit prose while a local language model reads along"
    page.synopsis = ["logprose", "[OPTION ...] [FILE[:LINE[:COLUMN]] ...]\n.br\n.B logprose\nVERB ..."]
    return str(page)


def completions(shell: str) -> str:
    """Return the completion script for one of `SHELLS`; after the program's name it offers verbs and files."""
    parser = command_line().parser
    for action in _actions(parser):
        if action.metavar in ("FILE", "PATH"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks
    # argparse can't say "a verb or drafts". Drafts are left out here, and each script gets a line for them.
    parser._actions[:] = [action for action in parser._actions if action.dest != "files"]
    script: str = shtab.complete(parser, shell)
    script = script.replace("AUTOMATICALLY GENERATED by", "Made by `python -m docs.make` with")
    for old, new in _DRAFTS[shell].items():
        assert script.count(old) == 1, f"shtab writes other scripts for {shell} now"
        script = script.replace(old, new)
    return "\n".join(line.rstrip() for line in script.split("\n")).rstrip("\n") + "\n"


_DRAFTS: Mapping[str, Mapping[str, str]] = {
    "bash": {
        "\n# $1=COMP_WORDS[1]\n_shtab_compgen_files()": (
            "\n_shtab_logprose_pos_0_COMPGEN=_shtab_compgen_files\n# $1=COMP_WORDS[1]\n_shtab_compgen_files()"
        ),
        "complete -o bashdefault -F": "complete -o bashdefault -o default -F",
    },
    "zsh": {
        "  _describe 'logprose commands' _commands\n": "  _describe 'logprose commands' _commands\n  _files\n",
        "help) _arguments -C -s $_shtab_logprose_help_options ;;\n": (
            "help) _arguments -C -s $_shtab_logprose_help_options ;;\n        *) _files ;;\n"
        ),
    },
    "fish": {
        "\ncomplete -c logprose -f\n": (
            "\ncomplete -c logprose -f\n"
            "complete -c logprose -n '_shtab_logprose_using' -ka \"(__fish_complete_path (commandline -ct))\"\n"
        ),
    },
}
"""For each shell what is replaced in shtab's script, so that files are offered where a verb could be."""


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _actions(inner)


# -- all of them -------------------------------------------------------------------------------------------------------

MADE: Mapping[str, Callable[[], str]] = {
    "docs/commands.md": commands,
    "docs/settings.md": settings,
    "editor/shell/logprose.1": man_page,
    **{f"editor/shell/logprose.{shell}": partial(completions, shell) for shell in SHELLS},
}
"""Every file that is made, by its path from the project's root."""


def main() -> None:
    """Write all files that are made from the code."""
    for name, make in MADE.items():
        path = ROOT / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(make(), "utf-8")


if __name__ == "__main__":
    main()
