#!/usr/bin/env bash
# One would guess that a title's own capitals stay: NASA does.
# A first small letter gets a capital whatever follows it: iPhone becomes IPhone, macOS MacOS. After a
# quotation mark or a dash a word gets none: “end of a Day”, The End—a Story. Two lines, or a title with
# an empty line below it, are made one line, and two blanks one.
# The names of products are wrong in each headline, and a poem's title of two lines is one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund ap-style-title-case@2.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";

const module_ = await import("ap-style-title-case");

console.log("ap-style-title-case", JSON.parse(readFileSync("node_modules/ap-style-title-case/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { apStyleTitleCase } = module_;
check("right", apStyleTitleCase("the old man in NASA"), "The Old Man in NASA");
check("products", apStyleTitleCase("iPhone and macOS"), "IPhone and MacOS");
check("in quotation marks", apStyleTitleCase("the “end of a day”"), "The “end of a Day”");
check("after a dash", apStyleTitleCase("the end—a story"), "The End—a Story");
check("two lines", apStyleTitleCase("the hill\n\nthe river"), "The Hill the River");
console.log("as recorded");
EOF
node probe.mjs
