#!/usr/bin/env bash
# One would guess that an array that NumPy saves comes back as the same numbers.
# A bfloat16 array of ml_dtypes is saved without an error, but its type is written as two raw bytes. It
# is loaded as such, and no sum can be done with it until it is viewed as bfloat16 again. The type isn't
# a floating one for NumPy either, so a test that picks out weights by np.floating skips it.
# A cache of weights in .npy or .npz files fails only when it is read, and the type must be kept
# elsewhere.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check ml_dtypes==0.6.0 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('ml_dtypes', version('ml_dtypes'))
print('numpy', version('numpy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import io

import ml_dtypes
import numpy as np

weights = np.array([1.5, -2], ml_dtypes.bfloat16)
file = io.BytesIO()
np.save(file, weights)
file.seek(0)
loaded = np.load(file)
check("written", weights.dtype.name, "bfloat16")
check("read", loaded.dtype.str, "|V2")
check("viewed again", loaded.view(ml_dtypes.bfloat16).tolist(), [1.5, -2.0])
try:
    added = loaded + loaded
except TypeError as error:
    added = type(error).__name__
check("a sum", added, "UFuncTypeError")
check("a floating type", np.issubdtype(weights.dtype, np.floating), False)
check("its kind", weights.dtype.kind, "V")
print("as recorded")
EOF
