#!/usr/bin/env bash
# One would guess that small words in a title stay small behind a quotation too: “The End” of a Day.
# Behind a closing double quote, straight or curly, a small word gets a capital as at the start of a
# sentence, and so it does behind three dots: “The End” Of a Day. Behind a bracket, a comma or a curly
# single quote the same word is small. Behind a straight single quote it isn't.
# A title with a quoted word, which many essays have, gets its capitals by the kind of quote.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund title-case@4.3.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { titleCase } from "title-case";

console.log("title-case", JSON.parse(readFileSync("node_modules/title-case/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

check("plain", titleCase("the end of a day"), "The End of a Day");
check("in brackets", titleCase("(the end) of a day"), "(The End) of a Day");
check("straight quotes", titleCase('"the end" of a day'), '"The End" Of a Day');
check("curly quotes", titleCase("“the end” of a day"), "“The End” Of a Day");
check("single quotes", titleCase("'the end' of a day"), "'The End' Of a Day");
check("curly single quotes", titleCase("‘the end’ of a day"), "‘The End’ of a Day");
check("in the middle", titleCase('he said "no" to the man'), 'He Said "No" To the Man');
check("three dots", titleCase("the end... of a day"), "The End... Of a Day");
console.log("as recorded");
EOF
node probe.mjs
