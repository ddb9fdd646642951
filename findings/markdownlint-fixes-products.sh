#!/usr/bin/env bash
# One would guess that a linter's automatic fix never changes what the text means.
# Rule MD037 takes two asterisks with spaces around for emphasis that went wrong and removes the
# spaces inside. CommonMark had printed them as asterisks; after the fix the middle of a product,
# or all between two products in one line, is italic and the signs are gone.
# A check that runs on save rewrites arithmetic, stage directions and CriticMarkup.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund markdownlint@0.40.0 markdown-it@15.0.3
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { applyFixes } from "markdownlint";
import { lint } from "markdownlint/sync";
import MarkdownIt from "markdown-it";

console.log("markdownlint", JSON.parse(readFileSync("node_modules/markdownlint/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const fixed = (text) => applyFixes(text, lint({ strings: { a: text } }).a);
const html = (text) => new MarkdownIt("commonmark").render(text).trim();
check("before", html("5 * 3 * 2\n"), "<p>5 * 3 * 2</p>");
check("fixed", fixed("5 * 3 * 2\n"), "5 *3* 2\n");
check("after", html(fixed("5 * 3 * 2\n")), "<p>5 <em>3</em> 2</p>");
check("two products", html(fixed("2 * 3 and 4 * 5\n")), "<p>2 <em>3 and 4</em> 5</p>");
console.log("as recorded");
EOF
node probe.mjs
