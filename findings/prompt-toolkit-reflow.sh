#!/usr/bin/env bash
# One would guess that gq in prompt_toolkit's Vi mode wraps each paragraph on its own, as Vim does.
# It splits all lines that it is given into words and fills new lines with them: blank lines are gone,
# list items run together, and a quotation has its > on the first line only.
# gqG, to rewrap a letter or a commit message, leaves one paragraph.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check prompt_toolkit==3.0.53
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('prompt_toolkit', version('prompt_toolkit'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput


def typed(keys, text):
    with create_pipe_input() as keyboard:
        keyboard.send_text(f"\x1b{keys}\x1b\r")
        session = PromptSession(input=keyboard, output=DummyOutput(), vi_mode=True, multiline=True)
        return session.prompt(default=text)


check("gggqG on three paragraphs", typed("gggqG", "Dear all,\n\nit works.\n\nBest, J."),
      "Dear all, it works. Best, J.\n")
check("on a list", typed("gggqG", "- bread\n- milk\n- eggs"), "- bread - milk - eggs\n")
check("on a quotation", typed("gggqG", "> " + " ".join(["eight.."] * 12)),
      "> " + " ".join(["eight.."] * 9) + "\n" + " ".join(["eight.."] * 3) + "\n")
print("as recorded")
EOF
