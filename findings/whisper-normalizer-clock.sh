#!/usr/bin/env bash
# One would guess that a normalizer that writes numbers as digits finds numbers only where there are
# some.
# This one, made for comparing transcripts, reads o and oh as a zero, point as a decimal point and second
# as 2nd, whatever stands around them: five o'clock is 50 clock, Mr. O'Brien mister 0 brien, "oh no" 0
# no. What is in parentheses is dropped, as if it were a sound.
# Texts compared after it have other words than those spoken; with a typographic apostrophe it's stays it
# s.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check whisper-normalizer==0.1.15
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('whisper-normalizer', version('whisper-normalizer'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from whisper_normalizer.english import EnglishTextNormalizer

normal = EnglishTextNormalizer()
check("time", normal("It is five o'clock."), "it is 50 clock")
check("a name", normal("Mr. O'Brien"), "mister 0 brien")
check("a sigh", normal("Oh no!"), "0 no")
check("a moment", normal("Wait a second."), "wait a 2nd")
check("a point", normal("At this point five men left."), "at this .5 men left")
check("in parentheses", normal("He left (he said)."), normal("He left ."))
check("apostrophes", (normal("it's"), normal("it’s")), ("it is", "it s"))
print("as recorded")
EOF
