#!/usr/bin/env bash
# One would guess that a tree which follows an edit, as tree-sitter's own guide shows it, is the tree of the new text.
# The grammar of reStructuredText keeps the indentation of open blocks in its scanner, where an edit finds it stale: one
# letter typed in a list item, and the item's second paragraph isn't in the list any more, until the text is parsed
# afresh. Editors that fold or colour by the tree do so wrongly while one types.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check tree-sitter==0.26.1 tree-sitter-rst==0.2.0
"$dir/venv/bin/python" - <<'EOF'
import sys
from importlib.metadata import version

import tree_sitter_rst
from tree_sitter import Language, Parser

print("tree-sitter-rst", version("tree-sitter-rst"))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


language = Language(tree_sitter_rst.language())
before, after = b"- a\n\n  b\n\nc\n", b"- ax\n\n  b\n\nc\n"
tree = Parser(language).parse(before)
tree.edit(3, 3, 4, (0, 3), (0, 3), (0, 4))
item = "(document (bullet_list (list_item (body (paragraph) (paragraph)))) (paragraph))"
check("before", str(Parser(language).parse(before).root_node), item)
check("the new text, afresh", str(Parser(language).parse(after).root_node), item)
found = str(Parser(language).parse(after, tree).root_node)
print("the new text, after the edit:", found)
check("that is the same tree", found == item, False)
print("as recorded")
EOF
