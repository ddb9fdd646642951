#!/usr/bin/env bash
# One would guess that a search engine with a list of languages knows the letters of each.
# Orama cuts words at every character that isn't in its list for the language. The English list has à, è,
# é, ì, ò and ù only: Brontë is bront, naïve na and ve, façade fa and ade, so that they can't be found
# without their marks; German has no é, so café is caf. The Hindi list has no vowel signs, so its words
# fall to pieces at each of them. A word with a typographic apostrophe leaves a t, which as a prefix
# finds every word with t.
# The French list is longer: with it, naif finds naïf.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund @orama/orama@3.1.18
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { create, insert, search } from "@orama/orama";

console.log("@orama/orama", JSON.parse(readFileSync("node_modules/@orama/orama/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

async function tokens(language, text) {
  return (await create({ schema: { text: "string" }, language })).tokenizer.tokenize(text);
}

const db = await create({ schema: { text: "string" } });
for (const text of ["a naïve reader", "the façade", "the café", "don’t go", "tea time"]) await insert(db, { text });
const found = async (term) => (await search(db, { term })).hits.map((hit) => hit.document.text).sort();

check("English", await tokens("english", "naïve Brontë façade café"), ["na", "ve", "bront", "fa", "ade", "cafe"]);
check("naive", await found("naive"), []);
check("facade", await found("facade"), []);
check("cafe", await found("cafe"), ["the café"]);
check("don’t", await found("don’t"), ["don’t go", "tea time", "the café", "the façade"]);
check("German", await tokens("german", "café"), ["caf"]);
check("Hindi, two words", await tokens("indian", "किताब पढ़ो"), ["क", "त", "ब", "पढ"]);
check("French", await tokens("french", "naïf"), ["naif"]);
console.log("as recorded");
EOF
node probe.mjs
