#!/usr/bin/env bash
# One would guess that textlint's own splitter handles a quotation at the start of a sentence.
# Between typographic quotes, "!" ends the sentence before the closing quote, which is left to begin
# the next one; "." in the same place ends none, so two sentences are one. With straight quotes the
# first is right.
# Rules on sentence length and on unmatched quotes misjudge all dialogue.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund sentence-splitter@5.0.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { split } from "sentence-splitter";

console.log("sentence-splitter", JSON.parse(readFileSync("node_modules/sentence-splitter/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const sentences = (text) => split(text).filter((node) => node.type === "Sentence").map((node) => node.raw);
check("!", sentences("“Stop!” He ran."), ["“Stop!", "” He ran."]);
check(".", sentences("“I know.” He left."), ["“I know.” He left."]);
console.log("as recorded");
EOF
node probe.mjs
