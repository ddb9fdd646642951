#!/usr/bin/env bash
# One would guess that “The answer was no. He left.” is two sentences.
# No is an abbreviation of number to it, fig one of figure and Ed one of editor, wherever they stand
# and whatever comes next. So the sentence goes on behind the full stop. Yes ends one.
# Two sentences in which no is the last word are common in dialogue: lengths of sentences, and all
# scores from them, are wrong there. Runs of blanks are one blank in the result, and a line end is a
# blank with two around it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund sbd@1.0.19
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import sbd from "sbd";

console.log("sbd", JSON.parse(readFileSync("node_modules/sbd/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { sentences } = sbd;
check("yes", sentences("The answer was yes. He left."), ["The answer was yes.", "He left."]);
check("no", sentences("The answer was no. He left."), ["The answer was no. He left."]);
check("a fig", sentences("He ate a fig. She had a pear."), ["He ate a fig. She had a pear."]);
check("Ed", sentences("She knew Ed. He didn't know her."), ["She knew Ed. He didn't know her."]);
check("two blanks", sentences("He  left."), ["He left."]);
check("a line end", sentences("He left\nat noon."), ["He left \n at noon."]);
console.log("as recorded");
EOF
node probe.mjs
