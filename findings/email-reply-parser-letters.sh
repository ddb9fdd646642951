#!/usr/bin/env bash
# One would guess that a reply parser cuts at the line that mail programs write above a quotation, with a
# date and an address, and only if a quotation follows.
# email-reply-parser cuts at any paragraph that begins with On and ends in wrote and a colon. Neither
# date nor address nor a quoted line is needed, and everything after it is hidden, the writer's own words
# included. A line that begins with From and a colon has the same effect.
# A letter that tells what somebody wrote ends there: "Only she wrote:" is enough.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check email-reply-parser==0.5.12
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('email-reply-parser', version('email-reply-parser'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from email_reply_parser import EmailReplyParser

reply = EmailReplyParser.parse_reply
check("a journey", reply("Dear Ann,\n\nOn the train to Rome I wrote:\nall is well.\n\nIt is a long letter.\n"), "Dear Ann,")
check("only she", reply("Dear Ann,\n\nOnly she wrote:\nyes.\n"), "Dear Ann,")
check("the first line", reply("On Monday I left. Then he wrote:\nno.\n"), "")
check("from", reply("Hello.\n\nFrom: here to there.\n\nMore text.\n"), "Hello.")
check("another verb", reply("Dear Ann,\n\nOn the train I said:\nno.\n"), "Dear Ann,\n\nOn the train I said:\nno.")
print("as recorded")
EOF
