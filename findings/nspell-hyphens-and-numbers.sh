#!/usr/bin/env bash
# One would guess that nspell, which reads Hunspell's dictionaries, accepts what Hunspell accepts.
# Hunspell splits at hyphens and passes numbers before it looks a word up. nspell does neither:
# well-known, twenty-one, mother-in-law, 12 and 3.5 are all wrong, though their parts are right.
# An editor that hands it words as a reader sees them underlines every compound and number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund nspell@2.1.5 dictionary-en@4.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import nspell from "nspell";
import english from "dictionary-en";

console.log("nspell", JSON.parse(readFileSync("node_modules/nspell/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const speller = nspell(english);
const correct = (...words) => words.map((word) => speller.correct(word));
check("twenty, one, well, known", correct("twenty", "one", "well", "known"), [true, true, true, true]);
check("twenty-one, well-known, mother-in-law", correct("twenty-one", "well-known", "mother-in-law"), [false, false, false]);
check("12, 3.5", correct("12", "3.5"), [false, false]);
console.log("as recorded");
EOF
node probe.mjs
