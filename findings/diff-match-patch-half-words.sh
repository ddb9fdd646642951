#!/usr/bin/env bash
# One would guess that a patch whose old words were changed by someone else meanwhile is reported as
# not applied: patch_apply() returns True or False for each.
# It looks for the best place, which its page calls best effort, and takes what lies there for the old
# words. “Call Ann” to “Call Bob” overwrites Eve. From 100 to 120 dollars turns 200 into 220, noon to
# nine turns one into ine.
# All of them are reported as True.
# Whoever merges two people's edits with it has a text that neither wrote, and a list that says all
# went well.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check diff-match-patch==20241021
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('diff-match-patch', version('diff-match-patch'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from diff_match_patch import diff_match_patch

def merged(old, mine, theirs):
    tool = diff_match_patch()
    return tool.patch_apply(tool.patch_make(old, mine), theirs)

check("another sentence changed", merged("Call Ann. He came.", "Call Bob. He came.", "Call Ann. He left."),
      ("Call Bob. He left.", [True]))
check("the same word", merged("Call Ann.", "Call Bob.", "Call Eve."), ("Call Bob.", [True]))
check("a number", merged("She paid 100 dollars.", "She paid 120 dollars.", "She paid 200 dollars."),
      ("She paid 220 dollars.", [True]))
check("a time", merged("Tom met Ann at noon.", "Tom met Ann at nine.", "Tom met Ann at one."),
      ("Tom met Ann at ine.", [True]))
print("as recorded")
EOF
