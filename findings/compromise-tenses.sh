#!/usr/bin/env bash
# One would guess that a sentence that is already in the past is left alone when it is put into the past.
# He wound the clock becomes he wounded the clock, and I ground the coffee I grounded the coffee: the
# forms are taken for verbs of their own. He must go becomes he must have went. The negation of she lay
# down is in the present, she does not lay down, and of two verbs only the first is changed: we did not
# sing and danced.
# A story whose tense is changed by it tells something else, in wrong English.
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

const past = (text) => nlp(text).sentences().toPastTense().all().text();
const negative = (text) => nlp(text).sentences().toNegative().all().text();
check("finds", past("He finds it."), "He found it.");
check("wound", past("He wound the clock."), "He wounded the clock.");
check("ground", past("I ground the coffee."), "I grounded the coffee.");
check("must go", past("He must go."), "He must have went.");
check("must write", past("He must write."), "He must have wrote.");
check("lay down", negative("She lay down."), "She does not lay down.");
check("two verbs", negative("We sang and danced."), "We did not sing and danced.");
console.log("as recorded");
EOF
node probe.mjs
