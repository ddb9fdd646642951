#!/usr/bin/env bash
# One would guess that word commands know letters, in a library whose input is Unicode throughout.
# Their pattern is a-z, A-Z, 0-9 and _, and everything else is another "word". Forward-word stops
# after "na" of "naïve", and uppercase-word leaves "STRAße über". Cyrillic works, since there the
# whole word is "other".
# Each Alt-B, Alt-D or Alt-U in French, German or Spanish does half the job.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check prompt_toolkit==3.0.53 wcwidth==0.9.4
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('prompt_toolkit', version('prompt_toolkit'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from types import SimpleNamespace
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name

def after(command, text):
    buffer = Buffer(document=Document(text, 0))
    get_by_name(command).handler(SimpleNamespace(current_buffer=buffer, arg=1))
    return buffer.text, buffer.cursor_position

check("forward-word", after("forward-word", "naïve answer"), ("naïve answer", 2))
check("uppercase-word", after("uppercase-word", "Straße über")[0], "STRAße über")
check("forward-word, Cyrillic", after("forward-word", "привет мир"), ("привет мир", 6))
print("as recorded")
EOF
