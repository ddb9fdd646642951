#!/usr/bin/env bash
# One would guess that the grammar of reStructuredText knows its tables. It reads both kinds, grid and simple, as one
# paragraph: borders are words, and a cell's text goes on in the next column. No node and no error says so.
# Programs that check or translate prose by its tree take the whole table for one sentence.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check tree-sitter==0.26.1 tree-sitter-rst==0.2.0 docutils==0.22.2
"$dir/venv/bin/python" - <<'EOF'
import sys
from importlib.metadata import version

import tree_sitter_rst
from docutils.core import publish_doctree
from tree_sitter import Language, Parser


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


GRID = """\
+-------+-------------+
| Fruit | The colour  |
+=======+=============+
| apple | red, and    |
|       | often green |
+-------+-------------+
"""
SIMPLE = """\
=====  =====
Fruit  Price
=====  =====
apple  low
=====  =====
"""
parser = Parser(Language(tree_sitter_rst.language()))
for package in ("tree-sitter", "tree-sitter-rst", "docutils"):
    print(package, version(package))
for name, text in (("grid", GRID), ("simple", SIMPLE)):
    tree = parser.parse(text.encode())
    check(f"docutils, {name} table", [node.tagname for node in publish_doctree(text).children], ["table"])
    check(f"tree-sitter-rst, {name} table", [node.type for node in tree.root_node.children], ["paragraph"])
    check("its words", {node.type for node in tree.root_node.children[0].children}, {"text"})
    check("has an error", tree.root_node.has_error, False)
print("as recorded")
EOF
