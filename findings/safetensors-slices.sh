#!/usr/bin/env bash
# One would guess that get_slice() slices as NumPy and Python do: it takes steps, Ellipsis and the
# index -1.
# The slice [-1:] is an OverflowError, and [0:99] of three rows is refused instead of cut.
# Code that reads a big matrix in blocks of fixed size passes its tests with even sizes and stops at
# the last, shorter block of a real model.
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
from safetensors import safe_open
from safetensors.numpy import save_file

path = os.path.join(sys.argv[1], "a.safetensors")
save_file({"a": numpy.arange(12.0).reshape(3, 4)}, path)

def rows(key):
    with safe_open(path, "np") as file:
        try:
            return file.get_slice("a")[key].tolist()
        except Exception as error:
            return type(error).__name__

check("[-1]", rows(-1), [8.0, 9.0, 10.0, 11.0])
check("[::2]", rows(slice(None, None, 2)), [[0.0, 1.0, 2.0, 3.0], [8.0, 9.0, 10.0, 11.0]])
check("[-1:]", rows(slice(-1, None)), "OverflowError")
check("[0:99]", rows(slice(0, 99)), "SafetensorError")
print("as recorded")
EOF
