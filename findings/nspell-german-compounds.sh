#!/usr/bin/env bash
# One would guess that the German dictionary works, since it loads without a warning.
# Its compounds are built by rules of the affix file (COMPOUNDBEGIN and the like) that nspell doesn't
# apply. Haus and Tür are right, Haustür is wrong; so are Tischbein, Kinderbuch and Sommertag.
# A German text is underlined in every line, though the dictionary has all it takes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund nspell@2.1.5 dictionary-de@3.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import nspell from "nspell";
import german from "dictionary-de";

console.log("nspell", JSON.parse(readFileSync("node_modules/nspell/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const speller = nspell(german);
const correct = (...words) => words.map((word) => speller.correct(word));
check("Haus, Tür, Tisch, Bein, Sommer, Tag", correct("Haus", "Tür", "Tisch", "Bein", "Sommer", "Tag"), Array(6).fill(true));
check("Haustür, Tischbein, Kinderbuch, Sommertag", correct("Haustür", "Tischbein", "Kinderbuch", "Sommertag"), Array(4).fill(false));
console.log("as recorded");
EOF
node probe.mjs
