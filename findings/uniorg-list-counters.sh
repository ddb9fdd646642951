#!/usr/bin/env bash
# One would guess that an Org document read by uniorg-parse and written by uniorg-stringify is the same
# document, apart from blank lines.
# "[@5]", which lets a list begin at five, is written as the text "5" before the item's words. The
# caption and name of a table are gone, though an image keeps its own. "caf\eacute{}s" becomes
# "caf\eacutes", which is no letter. All of it is valid Org, and nothing is raised.
# A formatter built on the two changes the text that it lays out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund uniorg-parse@3.2.2 uniorg-stringify@1.4.0 unified@11.0.5
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import uniorgParse from "uniorg-parse";
import { uniorgStringify } from "uniorg-stringify";
import { unified } from "unified";

console.log("uniorg-parse", JSON.parse(readFileSync("node_modules/uniorg-parse/package.json")).version);
console.log("uniorg-stringify", JSON.parse(readFileSync("node_modules/uniorg-stringify/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const written = (text) => String(unified().use(uniorgParse).use(uniorgStringify).processSync(text));
check("a list from five", written("5. [@5] bread\n6. milk\n"), "5. 5bread\n6. milk\n");
check("a table", written("#+CAPTION: Prices\n#+NAME: prices\n| bread |\n"), "| bread |\n");
check("an image", written("#+CAPTION: Bread\n[[./bread.png]]\n"), "#+CAPTION: Bread\n[[./bread.png]]\n");
check("a letter", written("three caf\\eacute{}s\n"), "three caf\\eacutes\n");
check("a box", written("- [X] bread\n"), "- [X] bread\n");
console.log("as recorded");
EOF
node probe.mjs
