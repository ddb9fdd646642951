"""The arguments of `logprose lsp`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from editor.headless.arguments import Subparsers

_PORTS = 65_535


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "lsp",
        help="serve other editors over the Language Server Protocol",
        description="Serve another editor over the Language Server Protocol: it starts this command and talks to it on "
        "standard input and output.",
        epilog="docs/editors.md shows how to set up helix, neovim, Zed, VS Code, Emacs, Sublime and Kate.",
    )
    parser.add_argument(
        "--tcp",
        type=_port,
        metavar="PORT",
        help="wait for one client on this local port instead, for debugging",
    )
    parser.add_argument(
        "--stdio", action="store_true", help="the default; accepted because some editors add it to every server"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Serve until the client goes, and return the exit status; `command` runs another worker."""
    from editor.lsp.serving import serve

    return serve(options.tcp, command)


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 <= int(value) <= _PORTS):
        raise argparse.ArgumentTypeError(f"must be a port from 0 to {_PORTS}, not “{value}”")
    return int(value)
