#!/usr/bin/env bash
# One would guess that numbers in words come out as the number or stay as they are.
# The year twenty twenty becomes 0, nineteen eighty four 19 80 4, and half a second 0.5th, as second is an
# ordinal. A second later is 0.5th later. The other way 1/2 cup is one /2 cup, and half an hour zero hour.
# A text that is brought to figures, or to words, has other years and times in it, without a warning.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund compromise@14.17.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import nlp from "compromise";

console.log("compromise", JSON.parse(readFileSync("node_modules/compromise/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const figures = (text) => nlp(text).numbers().toNumber().all().text();
const words = (text) => nlp(text).numbers().toText().all().text();
check("a hundred and one", figures("one hundred and one dogs"), "101 dogs");
check("twenty twenty", figures("She arrived in twenty twenty."), "She arrived in 0.");
check("nineteen eighty four", figures("It was nineteen eighty four."), "It was 19 80 4.");
check("half a second", figures("half a second passed"), "0.5th passed");
check("a second later", figures("a second later he left"), "0.5th later he left");
check("half a cup", words("1/2 cup of milk"), "one /2 cup of milk");
check("half an hour", words("He waited half an hour"), "He waited zero hour");
console.log("as recorded");
EOF
node probe.mjs
