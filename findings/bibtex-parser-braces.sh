#!/usr/bin/env bash
# One would guess that a title in two pairs of braces keeps its capitals: that is what they are for.
# The parser takes titles for English headlines and writes them as sentences, names included: "The
# Great Gatsby" becomes "The great gatsby". The second pair of braces, around the whole title, is
# taken off first and doesn't help; around a part it does. sentenceCase: false turns it off.
# A bibliography names "A history of the united states" and the "Royal society".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund @retorquere/bibtex-parser@9.0.29
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { parse } from "@retorquere/bibtex-parser";

console.log("@retorquere/bibtex-parser", JSON.parse(readFileSync("node_modules/@retorquere/bibtex-parser/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const field = (name, value, options) => parse(`@book{a, ${name} = ${value}}`, options).entries[0].fields[name];
check("one pair", field("title", "{The Great Gatsby}"), "The great gatsby");
check("two pairs", field("title", "{{The Great Gatsby}}"), "The great gatsby");
check("around a part", field("title", "{The {Great Gatsby}}"), "The Great Gatsby");
check("two pairs, the same", field("title", "{{A History of the United States}}"), "A history of the united states");
check("proceedings", field("booktitle", "{{Proceedings of the Royal Society}}"), "Proceedings of the royal society");
check("turned off", field("title", "{{The Great Gatsby}}", { sentenceCase: false }), "The Great Gatsby");
console.log("as recorded");
EOF
node probe.mjs
