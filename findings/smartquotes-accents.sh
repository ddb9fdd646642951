#!/usr/bin/env bash
# One would guess that an opening quotation mark is an opening one, whatever the first letter after it.
# smartquotes opens a quotation before an ASCII letter, digit or underscore only. Before an accented or a
# Cyrillic letter, a pound sign, an inverted question mark, an ellipsis, an asterisk or another quotation
# mark it writes a double prime, the sign of inches, or, in the middle of a line, a closing mark. The end
# is right.
# Names such as Émile and quotations inside quotations come out with two different marks.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund smartquotes@2.3.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import smartquotes from "smartquotes";

console.log("smartquotes", JSON.parse(readFileSync("node_modules/smartquotes/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

check("a letter", smartquotes('"Emile," she said.'), "“Emile,” she said.");
check("an accented letter", smartquotes('"Émile," she said.'), "″Émile,” she said.");
check("in a line", smartquotes('the "Émile" of 1762'), "the ”Émile” of 1762");
check("a quotation in it", smartquotes("\"'Hi,' he said.\""), "″‘Hi,’ he said.”");
check("pounds", smartquotes('"£5," she said.'), "″£5,” she said.");
check("Spanish", smartquotes('"¿Qué?"'), "″¿Qué?”");
check("Markdown", smartquotes('"*No*," she said.'), "″*No*,” she said.");
console.log("as recorded");
EOF
node probe.mjs
