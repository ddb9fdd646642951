#!/usr/bin/env bash
# One would guess that a linter in the process reports what it finds by its return value alone.
# One rule of harper-py also prints: for "was looking forward to see" a line of debugging goes to the
# process's standard output, below Python, where redirecting sys.stdout doesn't catch it.
# A program that talks over its standard output (a language server, a worker) sends a broken message.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check harper-py==0.2.0
cat >"$dir/lint.py" <<'EOF'
import contextlib
import io

from harper import Dialect, Linter

linter = Linter(list(Dialect)[0])
with contextlib.redirect_stdout(io.StringIO()):
    found = linter.lint("I was looking forward to see you.", language="plaintext")
assert [one.lint_kind for one in found] == ["WordChoice"], found
EOF
"$dir/venv/bin/python" -c 'from importlib.metadata import version; print("harper-py", version("harper-py"))'
printed=$("$dir/venv/bin/python" "$dir/lint.py")
recorded="gerund_form: -seeing- -- verb: -see-"
echo "the program prints nothing; on standard output: $printed"
if [ "$printed" != "$recorded" ]; then
    echo "DIFFERS from what is recorded: $recorded"
    exit 1
fi
echo "as recorded"
