#!/usr/bin/env bash
# One would guess that a library that writes out contractions, can't as cannot, changes words with an
# apostrophe only.
# It also takes ordinary words for contractions that lack theirs: the shed becomes the she would, the
# cause the because, a wont a will not, and U-boat YOU-boat. Its is left alone.
# Where 's or 'd may be either of two words it doesn't look at the next one: it's been becomes it is
# been, I'd seen I would seen.
# Whoever prepares a text for counting or for a model with it gets sentences that nobody wrote. The
# list of words without apostrophes is called slang, and slang=False keeps them apart.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check contractions==0.1.73
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('contractions', version('contractions'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from contractions import fix

check("can't", fix("He can't go."), "He cannot go.")
check("shed", fix("She locked the shed."), "She locked the she would.")
check("cause", fix("The cause is unknown."), "The because is unknown.")
check("wont", fix("He left early, as was his wont."), "He left early, as was his will not.")
check("U", fix("A U-boat sank."), "A YOU-boat sank.")
check("o'clock", fix("at six o'clock"), "at six of the clock")
check("it's been", fix("It's been years."), "It is been years.")
check("I'd seen", fix("I'd seen her."), "I would seen her.")
check("without slang", fix("The cause is the shed.", slang=False), "The cause is the shed.")
print("as recorded")
EOF
