#!/usr/bin/env bash
# One would guess that proseWrap "preserve", the default, leaves the line breaks of prose alone.
# Where a line of a paragraph begins with a number and a full stop or a bracket, as "1986. He left"
# or "2) no", the break before it becomes a space. Elsewhere breaks stay, so in a
# file with one sentence per line a line here and there is joined.
# The diff of a "formatting only" commit shows prose that moved, and line-based review breaks.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund prettier@3.10.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import * as prettier from "prettier";

console.log("prettier", JSON.parse(readFileSync("node_modules/prettier/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const format = (text) => prettier.format(text, { parser: "markdown", proseWrap: "preserve" });
check("an ordinary break", await format("He was born in\nParis. He left.\n"), "He was born in\nParis. He left.\n");
check("before a year", await format("He was born in\n1986. He left.\n"), "He was born in 1986. He left.\n");
check("before a bracket", await format("either 1) yes or\n2) no\n"), "either 1) yes or 2) no\n");
console.log("as recorded");
EOF
node probe.mjs
