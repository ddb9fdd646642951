#!/usr/bin/env bash
# One would guess that only words that are made with man have a plural in men.
# German is Germen, Norman Normen, shaman shamen, and talisman talismen: human is an exception. I is WE in
# capitals, two MPs are MPS, and a passer-by becomes passer-bies. The singular of aches is ach, of caches
# cach, of always alway, of chaos chao, and of Texas texa.
# A text is given words that don't exist, most of all where its readers look: in names.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund pluralize@8.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import pluralize from "pluralize";

console.log("pluralize", JSON.parse(readFileSync("node_modules/pluralize/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const words = (text, change) => text.split(" ").map(change);
check("men", words("woman human German Norman shaman", (word) => pluralize(word)), ["women", "humans", "Germen", "Normen", "shamen"]);
check("others", words("I MP passer-by", (word) => pluralize(word)), ["WE", "MPS", "passer-bies"]);
check("singular", words("houses news aches caches", pluralize.singular), ["house", "news", "ach", "cach"]);
check("no plurals", words("bus always chaos Texas", pluralize.singular), ["bus", "alway", "chao", "Texa"]);
console.log("as recorded");
EOF
node probe.mjs
