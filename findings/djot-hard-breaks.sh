#!/usr/bin/env bash
# One would guess that the reference renderer of Djot can write all that its parser reads.
# A hard line break, a backslash at the end of a line, as every poem has it, makes renderDjot() raise:
# it knows no such node. The HTML renderer does. And the backslash that keeps a year at the beginning of a
# paragraph from being a list is dropped, so that the paragraph is a list when it is read again.
# A formatter for Djot can't be run over a poem, and changes what a year at the start of a line is.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund @djot/djot@0.3.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import * as djot from "@djot/djot";

console.log("@djot/djot", JSON.parse(readFileSync("node_modules/@djot/djot/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

let failure = "";
try {
  djot.renderDjot(djot.parse("Roses are red\\\nviolets are blue"));
} catch (error) {
  failure = error.message;
}
check("Djot", failure, "No renderer defined for node type hard_break");
const html = djot.renderHTML(djot.parse("Roses are red\\\nviolets are blue"));
check("HTML", html, "<p>Roses are red<br>\nviolets are blue</p>\n");
const year = djot.parse("1984\\. A bad year.");
check("a year", djot.renderHTML(year), "<p>1984. A bad year.</p>\n");
check("written", djot.renderDjot(year), "1984. A bad year.\n");
check("read again", djot.parse(djot.renderDjot(year)).children[0].tag, "ordered_list");
console.log("as recorded");
EOF
node probe.mjs
