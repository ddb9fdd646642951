#!/usr/bin/env bash
# One would guess that a text which one YAML library writes is the same text to another.
# ruamel.yaml writes by YAML 1.2, where No, off and 22:30 are text, and puts no quotes. PyYAML, and
# what else reads by YAML 1.1, reads them as false, false and the number 1350. PyYAML's own output has
# the quotes. With its version set to 1.1 ruamel writes them too, and a directive line on top.
# A title, a country or a time in front matter changes its type when two tools share the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check ruamel.yaml==0.19.1 PyYAML==6.0.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('ruamel.yaml', version('ruamel.yaml'))
print('PyYAML', version('PyYAML'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import io
import yaml
from ruamel.yaml import YAML

def written(value, version=None):
    out, writer = io.StringIO(), YAML()
    writer.version = version
    writer.dump({"t": value}, out)
    return out.getvalue()

for value, other in {"No": False, "off": False, "yes": True, "22:30": 1350, "1:2:3": 3723}.items():
    check(f"ruamel writes {value}", written(value), f"t: {value}\n")
    check("PyYAML reads it", yaml.safe_load(written(value)), {"t": other})
    check("ruamel reads it", YAML().load(written(value)), {"t": value})
    check("PyYAML writes it", yaml.safe_dump({"t": value}), f"t: '{value}'\n")
check("with version 1.1", written("No", (1, 1)), "%YAML 1.1\n---\nt: 'No'\n")
print("as recorded")
EOF
