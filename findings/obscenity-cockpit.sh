#!/usr/bin/env bash
# One would guess that a filter with lists of harmless words knows those of cookery and of literature.
# Its English list lets peacock, cockatoo, Dickens and Saturday pass. But it finds bad words in cockpit,
# cumin, rapeseed, shiitake and booby-trap, and of the names Dickinson, Hooker, Vandyke and Fagin.
# A page on Emily Dickinson's poems loses her name, and nothing says which rule it was.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund obscenity@0.4.6
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from "obscenity";

console.log("obscenity", JSON.parse(readFileSync("node_modules/obscenity/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
const found = (words) => words.split(" ").filter((word) => matcher.hasMatch(word));
check("harmless", found("peacock cockatoo Hitchcock Dickens Saturday titan Essex"), []);
const words = "cockpit cumin rapeseed shiitake booby-trap Dickinson Hooker Vandyke Fagin";
check("found", found(words), words.split(" "));
console.log("as recorded");
EOF
node probe.mjs
