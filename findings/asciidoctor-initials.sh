#!/usr/bin/env bash
# One would guess that a paragraph may begin with a name: "J. Smith left."
# AsciiDoc reads a letter and a full stop at the start of a line as the mark of a list item, and items
# go on across blank lines: two paragraphs become items J and K, though the second began with "M.".
# The letters are no longer in the text. "... and then" becomes item i of a list.
# The tool logs a warning of the number, but the page names another person.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund asciidoctor@4.1.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { convert } from "asciidoctor";

console.log("asciidoctor", JSON.parse(readFileSync("node_modules/asciidoctor/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const html = async (text) => (await convert(text)).replace(/\n|<\/?div[^>]*>/g, "");
check("a name", await html("John Smith left."), "<p>John Smith left.</p>");
check("two initials", await html("J. Smith left.\n\nM. Brown stayed."),
      '<ol class="upperalpha" type="A" start="10"><li><p>Smith left.</p></li><li><p>Brown stayed.</p></li></ol>');
check("an ellipsis", await html("... and then he left."),
      '<ol class="lowerroman" type="i"><li><p>and then he left.</p></li></ol>');
check("with {empty}", await html("{empty}J. Smith left."), "<p>J. Smith left.</p>");
console.log("as recorded");
EOF
node probe.mjs
