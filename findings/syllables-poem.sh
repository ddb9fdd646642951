#!/usr/bin/env bash
# One would guess that a library that counts syllables for verse gets the common words of verse right: it
# says estimate, but a count of vowels with a few rules is near for most words.
# Two vowels are one syllable in poem, being, lion, quiet and diary; idea has two. Walked, loved and
# asked have two. An accented letter isn't a vowel: café has one syllable.
# A haiku with five syllables in a line is refused, and one with seven passes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check syllables==1.1.5
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('syllables', version('syllables'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from syllables import estimate

check("right", [estimate(word) for word in ('window', 'happy', 'table', 'wanted')], [2, 2, 2, 2])
check("one syllable each", {word: estimate(word) for word in ('poem', 'being', 'lion', 'quiet', 'poet')},
      {'poem': 1, 'being': 1, 'lion': 1, 'quiet': 1, 'poet': 1})
check("idea", estimate('idea'), 2)
check("past tense", {word: estimate(word) for word in ('walked', 'loved', 'asked')},
      {'walked': 2, 'loved': 2, 'asked': 2})
check("café and cafe", [estimate('café'), estimate('cafe')], [1, 2])
print("as recorded")
EOF
