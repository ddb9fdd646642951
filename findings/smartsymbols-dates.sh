#!/usr/bin/env bash
# One would guess that pymdownx.smartsymbols makes ½ of a fraction that stands alone.
# It does so next to slashes too: the date 1/2/2024 becomes ½/2024, 2024/3/4 ends in ¾, and an
# address that isn't a link has a fraction in the middle. 11/2/2020 stays. "Mail c/o Bob" gets a ℅.
# Of a diary's dates some are unreadable, and only those early in a month.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pymdown-extensions==13.1.2 markdown==3.11.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pymdown-extensions', version('pymdown-extensions'))
print('markdown', version('markdown'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import html
import markdown


def text(source):
    return html.unescape(markdown.markdown(source, extensions=["pymdownx.smartsymbols"])[3:-4])


check("fraction", text("1/2 a cup"), "½ a cup")
check("American dates", [text(date) for date in ("1/2/2024", "3/4/24", "7/8/1999", "11/2/2020", "1/9/2024")],
      ["½/2024", "¾/24", "⅞/1999", "11/2/2020", "1/9/2024"])
check("year first", text("2024/3/4"), "2024/¾")
check("address", text("see http://a.org/1/2/x"), "see http://a.org/½/x")
print("as recorded")
EOF
