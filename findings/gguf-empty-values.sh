#!/usr/bin/env bash
# One would guess that a key given to the writer is in the file.
# add_string() and add_array() skip an empty value without a word, so a reader can't tell "none"
# from "never said", and code that asks for the key fails. A list of lists is stored as nested and
# read back as one flat list by the same package.
# A model whose tokenizer has no merges, or an empty chat template, may read as a broken file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check gguf==0.19.0 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('gguf', version('gguf'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import os
from gguf import GGUFReader, GGUFWriter

path = os.path.join(sys.argv[1], "a.gguf")
writer = GGUFWriter(path, "llama")
writer.add_string("x.full", "text")
writer.add_string("x.empty", "")
writer.add_array("x.none", [])
writer.add_array("x.nested", [[1, 2], [3]])
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.close()
fields = GGUFReader(path).fields
check("keys in the file", sorted(key for key in fields if key.startswith("x.")), ["x.full", "x.nested"])
check("[[1, 2], [3]]", fields["x.nested"].contents(), [1, 2, 3])
print("as recorded")
EOF
