#!/usr/bin/env bash
# One would guess that a parser of WebVTT reads a file with a style block before the first caption,
# which the format has and browsers show.
# It expects a time there and throws, naming the row. The same holds for a region block. A note is
# skipped, so other blocks seem to be known.
# Whoever opens captions that were styled by another program gets none of their words.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund subtitle@4.2.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { parseSync } from "subtitle";

console.log("subtitle", JSON.parse(readFileSync("node_modules/subtitle/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const caption = "00:01.000 --> 00:02.000\nHello.\n";

function texts(blocks) {
  try {
    return parseSync(`WEBVTT\n\n${blocks}${caption}`).filter((node) => node.type === "cue").map((node) => node.data.text);
  } catch (error) {
    return error.message;
  }
}

check("no block", texts(""), ["Hello."]);
check("a note", texts("NOTE by Ann\n\n"), ["Hello."]);
check("a style", texts("STYLE\n::cue { color: yellow }\n\n"), 'expected timestamp at row 3, but received: "STYLE"');
check("a region", texts("REGION\nid:top\n\n"), 'expected timestamp at row 3, but received: "REGION"');
console.log("as recorded");
EOF
node probe.mjs
