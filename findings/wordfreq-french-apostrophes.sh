#!/usr/bin/env bash
# One would guess that both apostrophes are one to it: English don’t and don't have the same frequency.
# In French, Italian and Catalan only the typewriter's is cut at: c'est has 6.7, one of the language's
# most frequent words, and c’est has zero. J’ai, qu’il and l’uomo are unknown too. aujourd’hui is known.
# A measure of how rare a book's words are finds the rarest where its typography is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check wordfreq==3.1.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('wordfreq', version('wordfreq'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from wordfreq import tokenize, zipf_frequency

check("English", [zipf_frequency(word, "en") for word in ("don't", "don’t")], [6.2, 6.2])
check("French", [zipf_frequency(word, "fr") for word in ("c'est", "c’est")], [6.7, 0.0])
check("more", [zipf_frequency(word, "fr") for word in ("j'ai", "j’ai", "qu’il")], [6.24, 0.0, 0.0])
check("Italian", [zipf_frequency(word, "it") for word in ("l'uomo", "l’uomo")], [5.54, 0.0])
check("words", [tokenize("c'est", "fr"), tokenize("c’est", "fr")], [["c", "est"], ["c’est"]])
check("today", zipf_frequency("aujourd’hui", "fr"), 5.62)
print("as recorded")
EOF
