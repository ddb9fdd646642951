#!/usr/bin/env bash
# One would guess that a file of translations that is read and written keeps what it had.
# The lines with #| are dropped: they hold the text that the translation was made for, before the original
# was changed. Ten empty lines of header are added.
# The entry is still marked fuzzy, but a translator can't see any more what has changed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund pofile@1.1.4
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import PO from "pofile";

console.log("pofile", JSON.parse(readFileSync("node_modules/pofile/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const source = `msgid ""
msgstr ""

#, fuzzy
#| msgid "He left."
msgid "He left early."
msgstr "Er ging."
`;
const written = PO.parse(source).toString();
check("fuzzy", written.includes("#, fuzzy"), true);
check("the old text", written.includes("He left."), false);
check("empty headers", written.split("\n").filter((line) => line.endsWith(': \\n"')).length, 10);
console.log("as recorded");
EOF
node probe.mjs
