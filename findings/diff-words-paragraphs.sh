#!/usr/bin/env bash
# One would guess that a diff by words shows that a paragraph break went, and that the unchanged and
# removed parts joined give the old text.
# diffWords() ignores all white space, blank lines too, and its unchanged parts carry the new text's.
# Joining two paragraphs or two list items is "no change", and the old text comes back without its
# line breaks.
# A review of changes built on it hides them, and its Undo loses paragraphs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund diff@9.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { diffWords } from "diff";

console.log("diff", JSON.parse(readFileSync("node_modules/diff/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const old = "He left.\n\nShe came.";
const parts = diffWords(old, "He left. She came.");
check("parts changed", parts.filter((part) => part.added || part.removed).length, 0);
check("the old text rebuilt", parts.filter((part) => !part.added).map((part) => part.value).join(""), "He left. She came.");
check("list items joined", diffWords("- one\n- two", "- one - two").length, 1);
console.log("as recorded");
EOF
node probe.mjs
