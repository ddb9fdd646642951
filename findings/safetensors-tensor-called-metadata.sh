#!/usr/bin/env bash
# One would guess that a name which a file cannot hold is refused when it is written.
# A tensor called __metadata__ is written like any other, and then no file of that name can be opened: the header has
# the same key for the metadata. All other tensors in the file are lost with it.
# A state dict of a module with a buffer of that name is saved and found unreadable afterwards.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('safetensors', version('safetensors'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import os
import numpy
from safetensors.numpy import load_file, save_file

path = os.path.join(sys.argv[1], "a.safetensors")

def written_and_read(name):
    save_file({name: numpy.ones(2, numpy.float32), "other": numpy.ones(2, numpy.float32)}, path)
    try:
        return sorted(load_file(path))
    except Exception as error:
        return type(error).__name__

check("a", written_and_read("a"), ["a", "other"])
check("an empty name", written_and_read(""), ["", "other"])
check("__metadata__", written_and_read("__metadata__"), "SafetensorError")
print("as recorded")
EOF
