#!/usr/bin/env bash
# One would guess that the word point is a number only between numbers.
# Alone it is a nought: point taken becomes 0 taken. An ordinal loses its ending, the twenty-first century
# is the 21 century and the fifth of May the 5 of May, and half a dozen is half 1 dozen. No one is no 1.
# Prose that has gone through it has other words, and 21 century can't be told from a count.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund words-to-numbers@1.5.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const module_ = createRequire(import.meta.url)("words-to-numbers");

console.log("words-to-numbers", JSON.parse(readFileSync("node_modules/words-to-numbers/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { wordsToNumbers } = module_;
check("a number", wordsToNumbers("one hundred and one dogs"), "101 dogs");
check("one point five", wordsToNumbers("one point five"), 1.5);
check("point taken", wordsToNumbers("point taken"), "0 taken");
check("a century", wordsToNumbers("twenty-first century"), "21 century");
check("a date", wordsToNumbers("fifth of May"), "5 of May");
check("half a dozen", wordsToNumbers("half a dozen"), "half 1 dozen");
check("no one", wordsToNumbers("no one came"), "no 1 came");
console.log("as recorded");
EOF
node probe.mjs
