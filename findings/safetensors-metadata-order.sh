#!/usr/bin/env bash
# One would guess that saving the same tensors and metadata twice gives the same file.
# The metadata of more than one entry is written in the random order of a hash map, new for every
# call, so the bytes and every checksum differ. Tensors are sorted; one entry is stable.
# Model files can't be cached by their checksum, and a reproducible build isn't one.
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


import numpy
from safetensors.numpy import save

def different(metadata):
    return len({save({"a": numpy.zeros(1)}, metadata=metadata) for _ in range(30)}) > 1

check("one entry differs", different({"format": "np"}), False)
check("six entries differ", different({name: "x" for name in "abcdef"}), True)
print("as recorded")
EOF
