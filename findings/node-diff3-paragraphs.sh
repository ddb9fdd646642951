#!/usr/bin/env bash
# One would guess that a three-way merge of texts, such as diff3's, works by lines and gives lines back.
# Without a separator merge() cuts each text at any white space, and throws that away. The result of
# two paragraphs is a list of words, the same as for one line. Texts that differ in where a paragraph ends
# are equal to it.
# Joined with line ends each word is a line; joined with blanks the text is one paragraph.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund node-diff3@3.2.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { merge } from "node-diff3";

console.log("node-diff3", JSON.parse(readFileSync("node_modules/node-diff3/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const merged = (a, o, b) => merge(a, o, b).result;
check("two paragraphs", merged("One two.\n\nThree.", "One.\n\nThree.", "One.\n\nThree."), ["One", "two.", "Three."]);
check("a paragraph's end", merged("a b", "a\n\nb", "a b"), ["a", "b"]);
check("no conflict", merge("a\n\nb", "a b", "a\nb").conflict, false);
check("with lines", merge("a\nb", "a\n\nb", "a\n\nb", { stringSeparator: "\n" }).result, ["a", "b"]);
console.log("as recorded");
EOF
node probe.mjs
