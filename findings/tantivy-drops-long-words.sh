#!/usr/bin/env bash
# One would guess that a full-text index finds every word of a text that it stores.
# tantivy's default tokenizer drops each word of 40 bytes or more, in the text and in the query
# alike. A search for a long compound has no hits and raises no error. Bytes count, not letters:
# with one umlaut the limit is 38 letters.
# Manuscripts in German or Finnish have such words, and a writer trusts "not found".
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

def hits(word, query):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    writer.add_document(tantivy.Document(body=[f"Das Wort {word} steht hier"]))
    writer.commit()
    index.reload()
    return index.searcher().search(index.parse_query(query, ["body"]), 5).count

def found(word):
    return hits(word, word) == 1

check("38 letters", found("Kraftfahrzeughaftpflichtversicherungen"), True)
check("42 letters, 43 bytes", found("Donaudampfschifffahrtsgesellschaftskapitän"), False)
check("39 letters, 39 bytes", found("a" * 39), True)
check("39 letters, 40 bytes", found("a" * 38 + "ä"), False)
check("a short word of a text with a long one", hits("Donaudampfschifffahrtsgesellschaftskapitän", "Wort"), 1)
print("as recorded")
EOF
