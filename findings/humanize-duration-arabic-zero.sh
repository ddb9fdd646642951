#!/usr/bin/env bash
# One would guess that a number in Arabic is written in one set of digits.
# The zero is another: ten is the Arabic one, U+0661, and the Persian nought, U+06F0. All digits but
# zero are right, so it shows only in 10, 20 or 100.
# On the screen the two noughts look alike. A search for the number as one types it finds nothing, and
# a program that knows one set can't read it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund humanize-duration@3.35.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import humanize from "humanize-duration";

console.log("humanize-duration", JSON.parse(readFileSync("node_modules/humanize-duration/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const seconds = (n) => humanize(n * 1000, { language: "ar", units: ["s"] });
const codes = (n) => [...seconds(n).split(" ")[0]].map((digit) => digit.codePointAt(0).toString(16));
check("five", codes(5), ["665"]);
check("ten", codes(10), ["661", "6f0"]);
check("a hundred", codes(100), ["661", "6f0", "6f0"]);
check("ten, found as one types it", seconds(10).includes("\u0661\u0660"), false);
check("none", codes(0), ["6f0"]);
console.log("as recorded");
EOF
node probe.mjs
