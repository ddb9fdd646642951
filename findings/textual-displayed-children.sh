#!/usr/bin/env bash
# One would guess that to ask a widget for its visible children changes nothing.
# Textual keeps one list for two questions. A child with `visibility: hidden` is displayed: it keeps its room. Once
# `displayed_and_visible_children` was read, `displayed_children` leaves it out too, until the children change.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check textual==8.2.8
"$dir/venv/bin/python" - "$dir" <<'EOF'
import asyncio
import sys
from importlib.metadata import version

from textual.app import App
from textual.widgets import Label

print("textual", version("textual"))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


class Two(App):
    def compose(self):
        yield Label("one", id="one")
        yield Label("two", id="two")


def ids(widgets):
    return [widget.id for widget in widgets if widget.id in ("one", "two")]


async def main():
    app = Two()
    async with app.run_test() as pilot:
        app.query_one("#two").visible = False
        await pilot.pause()
        screen = app.screen
        check("displayed", ids(screen.displayed_children), ["one", "two"])
        check("displayed and visible", ids(screen.displayed_and_visible_children), ["one"])
        check("displayed, asked again", ids(screen.displayed_children), ["one"])


asyncio.run(main())
print("as recorded")
EOF
