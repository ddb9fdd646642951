#!/usr/bin/env bash
# One would guess that proselint, which leaves quotations unchecked, knows one by its two marks.
# A straight apostrophe at the start of a word ('90s, 'tis, 'em) opens a quotation, and it lasts until
# the next word that ends in one (dogs'), however many paragraphs later. Nothing between is checked.
# Without such a word, no quotation in the rest of the text is known: double ones are checked too.
# One decade on the first page and one possessive on the last, and a whole draft has no warnings.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check proselint==0.16.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('proselint', version('proselint'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

CheckRegistry().register_many(__register__)


def warnings(text):
    return len(LintFile("draft", text).lint())


prose = "It was very good.\n\n" * 100
dialogue = "“It was very good,” he said.\n\n" * 100
check("a hundred paragraphs", warnings(prose), 100)
check("between '90s and dogs'", warnings("Back in the '90s.\n\n" + prose + "The dogs' tails.\n"), 0)
check("between 'em and 'no'", warnings("Get 'em.\n\n" + prose + "She said 'no' to it.\n"), 0)
check("with a typographic apostrophe", warnings("Back in the ’90s.\n\n" + prose + "The dogs’ tails.\n"), 100)
check("dialogue", warnings(dialogue), 0)
check("dialogue after '90s", warnings("Back in the '90s.\n\n" + dialogue), 100)
print("as recorded")
EOF
