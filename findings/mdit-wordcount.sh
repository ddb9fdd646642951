#!/usr/bin/env bash
# One would guess that markdown-it's word count counts the words between the spaces, as wc does.
# A word counts if all of it is letters once ASCII punctuation is taken off its ends. Numbers,
# don't and well-known don't count, nor does any word that touches a typographic quote or a long
# dash; of Hindi, whose vowel signs aren't letters to Python, nothing counts. A word with emphasis
# inside counts as several.
# A limit of words is checked against far too small a number as soon as quotes become curly.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check mdit-py-plugins==0.7.0 markdown-it-py==4.3.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('mdit-py-plugins', version('mdit-py-plugins'))
print('markdown-it-py', version('markdown-it-py'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from markdown_it import MarkdownIt
from mdit_py_plugins.wordcount import wordcount_plugin

def words(text):
    env = {}
    MarkdownIt().use(wordcount_plugin).render(text, env)
    return env["wordcount"]["words"]

check("straight quotes", words('"Stop," he said.'), 3)
check("typographic quotes", words("“Stop,” he said."), 2)
check("five words", words("It’s well-known that he didn't."), 2)
check("six words", words("In 2024 we sold 300 copies."), 4)
check("three words of Hindi", words("हिन्दी में किताब"), 0)
check("one word", words("un*believ*able"), 3)
print("as recorded")
EOF
