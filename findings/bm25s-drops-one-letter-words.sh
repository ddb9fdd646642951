#!/usr/bin/env bash
# One would guess that stopwords=None keeps every word, and that "I code in C" can be found by "C".
# The default pattern wants two letters, so C, R, I and the B of "Plan B" are gone whatever the
# stop words. Scripts without spaces aren't cut at all: a Chinese clause is one word, and only a
# query that repeats the whole clause finds it.
# A search over notes misses chapter A, vitamin D and all of Chinese, without an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check bm25s==0.3.16 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('bm25s', version('bm25s'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import bm25s

def words(text):
    return list(bm25s.tokenize([text], stopwords=None, show_progress=False).vocab)

check('"I code in C every day"', words("I code in C every day"), ["code", "in", "every", "day"])
check('"Plan B"', words("Plan B"), ["plan"])
check('"我们昨天去了海边，天气很好"', words("我们昨天去了海边，天气很好"), ["我们昨天去了海边", "天气很好"])
print("as recorded")
EOF
