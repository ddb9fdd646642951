#!/usr/bin/env bash
# One would guess that a small package for plurals that knows men, oxen and Germans knows monarchs.
# Every word in ch gets es: monarches, stomaches, matriarches. A name in y is a common word: two Kennedies
# for the Kennedys. A mother-in-law is mother-in-laws, though a passerby is passersby.
# Its list of irregular words is long, so one doesn't check the rest.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund plur@6.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";

const module_ = await import("plur");

console.log("plur", JSON.parse(readFileSync("node_modules/plur/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const plur = module_.default ?? module_;
check("right", ["woman", "ox", "German", "church", "passerby"].map((word) => plur(word, 2)),
  ["women", "oxen", "Germans", "churches", "passersby"]);
check("ch", ["monarch", "stomach", "matriarch"].map((word) => plur(word, 2)),
  ["monarches", "stomaches", "matriarches"]);
check("a name", plur("Kennedy", 2), "Kennedies");
check("a compound", plur("mother-in-law", 2), "mother-in-laws");
console.log("as recorded");
EOF
node probe.mjs
