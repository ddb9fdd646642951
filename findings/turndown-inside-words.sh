#!/usr/bin/env bash
# One would guess that HTML to Markdown picks a mark that Markdown reads.
# turndown's default for emphasis is _, which CommonMark ignores inside words: the underscores are
# printed. <strong> survives, as it is written with *. Two emphases next to each other become one,
# with two underscores in the middle.
# Pasted dialogue with a stressed syllable shows stray underscores.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund turndown@7.2.5 markdown-it@15.0.3
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import TurndownService from "turndown";
import MarkdownIt from "markdown-it";

console.log("turndown", JSON.parse(readFileSync("node_modules/turndown/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const turndown = new TurndownService();
const html = (text) => new MarkdownIt("commonmark").render(text).trim();
check("markdown", turndown.turndown("<p>un<em>believ</em>able</p>"), "un_believ_able");
check("read again", html("un_believ_able"), "<p>un_believ_able</p>");
check("two in a row", html(turndown.turndown("<p><em>a</em><em>b</em></p>")), "<p><em>a__b</em></p>");
check("strong", html(turndown.turndown("<p>ten<strong>fold</strong></p>")), "<p>ten<strong>fold</strong></p>");
console.log("as recorded");
EOF
node probe.mjs
