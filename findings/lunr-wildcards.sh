#!/usr/bin/env bash
# One would guess that "house*" finds at least what "house" finds.
# The index holds stems ("hous", "run"), and a word with a wildcard isn't stemmed. "house*" and
# "runn*" find nothing in a text with house and running; "hous*" and "run*" do.
# Search as you type, which appends the star, loses its hit when the last letter is typed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund lunr@2.3.9
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import lunr from "lunr";

console.log("lunr", JSON.parse(readFileSync("node_modules/lunr/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const index = lunr(function () {
  this.ref("id");
  this.field("text");
  this.add({ id: 1, text: "He was running to the old house" });
});
const hits = (...words) => words.map((word) => index.search(word).length);
check("house, hous*, house*", hits("house", "hous*", "house*"), [1, 1, 0]);
check("running, run*, runn*, running*", hits("running", "run*", "runn*", "running*"), [1, 1, 0, 0]);
console.log("as recorded");
EOF
node probe.mjs
