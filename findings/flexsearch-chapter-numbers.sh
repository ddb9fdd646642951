#!/usr/bin/env bash
# One would guess that FlexSearch tells Chapter 1 from Chapter 11.
# Its default encoder drops every repeated character, digits included: 11 and 111 are 1, 1999 is
# "19" and "9". In words too: "too" finds "to", "loose" finds "lose", "good" finds "God".
# A longer number is cut into threes first and then thinned, so 2000 is "20" and "0".
# A writer who looks for chapter 11, or for every "loose" that should be "lose", gets both.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund flexsearch@0.8.212
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import FlexSearch from "flexsearch";

console.log("flexsearch", JSON.parse(readFileSync("node_modules/flexsearch/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const found = (text, words) => new FlexSearch.Index().add(1, text).search(words).length;
check("encoded", new FlexSearch.Encoder().encode("Chapter 11 of 1999, too loose"),
      ["chapter", "1", "of", "19", "9", "to", "lose"]);
check("chapter 1 for 11", found("Chapter 1", "chapter 11"), 1);
check("chapter 2 for 11", found("Chapter 2", "chapter 11"), 0);
check("to for too", found("He went to bed", "too"), 1);
check("lose for loose", found("They lose again", "loose"), 1);
check("God for good", found("Oh my God", "good"), 1);
check("without it", new FlexSearch.Encoder({ dedupe: false, numeric: false }).encode("Chapter 11, too loose"),
      ["chapter", "11", "too", "loose"]);
console.log("as recorded");
EOF
node probe.mjs
