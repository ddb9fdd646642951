#!/usr/bin/env bash
# One would guess that a user may look for don't: tantivy's query language is close to Lucene's, where
# an apostrophe is a letter like any other.
# In tantivy it's a quotation mark. "don't" and "it's late" are syntax errors. With two apostrophes
# nothing is raised, but the words between them are a phrase: "the dogs' and cats'" doesn't find cats.
# A typographic apostrophe is no mark. parse_query_lenient(), meant for broken queries, reads all of
# them as words and reports no error.
# A search box over a novel fails on every contraction that is typed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check tantivy==0.27.0
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('tantivy', version('tantivy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import tantivy

builder = tantivy.SchemaBuilder()
builder.add_text_field("text")
index = tantivy.Index(builder.build())
writer = index.writer(15_000_000, 1)
for text in ("I don't know", "I don’t know", "cats"):
    writer.add_document(tantivy.Document(text=text))
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()


def hits(query):
    try:
        return searcher.search(index.parse_query(query, ["text"]), 10).count
    except ValueError as error:
        return str(error)


check("don't", hits("don't"), "Syntax Error: don't")
check("it's late", hits("it's late"), "Syntax Error: it's late")
check("don’t", hits("don’t"), 2)
check("dogs and cats", hits("the dogs and cats"), 1)
check("dogs' and cats'", hits("the dogs' and cats'"), 0)
query, errors = index.parse_query_lenient("don't", ["text"])
check("lenient", (searcher.search(query, 10).count, errors), (2, []))
print("as recorded")
EOF
