#!/usr/bin/env bash
# One would guess that MiniSearch, which cuts text at punctuation, finds a word between backticks.
# It cuts at what Unicode calls punctuation. Backticks, ~, |, <, >, =, +, ^, $ and ° are symbols there:
# "`npm`", "~~yarn~~", "<b>bold</b>" and "©2024" are words with their marks on, found by nobody.
# Asterisks, underscores and brackets do cut.
# A search over notes in Markdown finds no command that is set as code.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund minisearch@7.2.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import MiniSearch from "minisearch";

console.log("minisearch", JSON.parse(readFileSync("node_modules/minisearch/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const index = new MiniSearch({ fields: ["text"] });
index.add({ id: 1, text: "Run `npm` or ~~yarn~~ with *care* and [luck](here), <b>boldly</b>, ©2024, at 30°C" });
const hits = (...words) => words.filter((word) => index.search(word).length > 0);
check("found", hits("npm", "yarn", "care", "luck", "here", "boldly", "2024", "30"), ["care", "luck", "here"]);
check("with backticks", hits("`npm`"), ["`npm`"]);
check("by its first letters", index.search("npm", { prefix: true }).length, 0);
check("misspelled by one letter", index.search("npm", { fuzzy: 1 }).length, 0);
console.log("as recorded");
EOF
node probe.mjs
