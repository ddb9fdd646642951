#!/usr/bin/env bash
# One would guess that a search engine's query parser takes a question as its words.
# Whoosh takes ? for any one letter, at the end of a word too: yes? looks for four letters and does
# not find yes. All words of a query must match, so a question finds nothing, not even in the text
# that it was copied from. In quotes it does, and without the parser's WildcardPlugin.
# Whoever types a question, or pastes a line of dialogue, has no hits and no error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check whoosh-reloaded==2.7.5
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('whoosh-reloaded', version('whoosh-reloaded'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser, WildcardPlugin

index = RamStorage().create_index(Schema(body=TEXT(stored=True)))
writer = index.writer()
writer.add_document(body="Did you see the dog? Yes.")
writer.commit()

def hits(query, wildcards=True):
    parser = QueryParser("body", index.schema)
    if not wildcards:
        parser.remove_plugin_class(WildcardPlugin)
    with index.searcher() as searcher:
        return len(searcher.search(parser.parse(query)))

check("the words", hits("see the dog"), 1)
check("the question, as it stands in the text", hits("see the dog?"), 0)
check("in quotes", hits('"the dog?"'), 1)
check("without the plugin", hits("see the dog?", wildcards=False), 1)
check("one letter less", hits("do?"), 1)
print("as recorded")
EOF
