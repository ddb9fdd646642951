#!/usr/bin/env bash
# One would guess that a checker of quotation marks accepts an apostrophe that is typed as it should be.
# retext-quotes knows an apostrophe inside and at the end of words, and before the digits of a decade.
# Before a letter it takes it for a quotation: it finds fault with the typographic ’tis, ’em and rock ’n’
# roll and wants a double quotation mark, “tis and rock “n” roll. After one such word, the mark of dogs’
# is wrong too.
# A writer who follows the messages spoils the text; dialogue in dialect is full of them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund retext-quotes@6.0.2 retext@9.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { retext } from "retext";
import quotes from "retext-quotes";

console.log("retext-quotes", JSON.parse(readFileSync("node_modules/retext-quotes/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const found = async (text) => (await retext().use(quotes).process(text)).messages.map((m) => `${m.actual} > ${m.expected}`);
check("inside a word", await found("It’s five o’clock."), []);
check("a decade", await found("In the ’90s."), []);
check("a plural", await found("The dogs’ bowls."), []);
check("at the start", await found("Let ’em go."), ["’ > “"]);
check("two", await found("Rock ’n’ roll."), ["’ > “", "’ > ”"]);
check("a plural after one", await found("’Tis the dogs’ bowl."), ["’ > “", "’ > ”"]);
console.log("as recorded");
EOF
node probe.mjs
