#!/usr/bin/env bash
# One would guess that a library that sets dashes for ranges knows what isn't a range.
# Each hyphen between figures becomes an en dash: those of an ISBN, of the date 2024-05-01 and of a
# telephone number too. One between two capitals does as well.
# Copied from the page, the ISBN isn't found and the date isn't read, though they look the same.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund string-dashes@1.4.6
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { convertAll } from "string-dashes";

console.log("string-dashes", JSON.parse(readFileSync("node_modules/string-dashes/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const dashed = (text) => convertAll(text, { convertDashes: true, convertEntities: false }).result;
check("pages", dashed("pages 10-12"), "pages 10–12");
check("a word", dashed("well-known"), "well-known");
check("an ISBN", dashed("ISBN 0-19-852663-6"), "ISBN 0–19–852663–6");
check("a date", dashed("2024-05-01"), "2024–05–01");
check("a telephone number", dashed("555-1234"), "555–1234");
console.log("as recorded");
EOF
node probe.mjs
