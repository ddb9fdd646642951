#!/usr/bin/env bash
# One would guess that text which Markdown would read as markup is escaped: "1. x", "# x" and "* x" are.
# "1) x" isn't, and becomes a list. A tag or an entity that the page shows as text comes through as a
# real one: "the <title> tag" is HTML in the Markdown, invisible when it is rendered, and "&copy;"
# turns into the sign.
# An article on writing HTML loses its examples when it is pasted.
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

const markdown = (html) => new TurndownService().turndown(html);
const html = (text) => new MarkdownIt("commonmark").render(text).trim();
check("1. is escaped", markdown("<p>1. first</p>"), "1\\. first");
check("1)", html(markdown("<p>1) first</p>")), "<ol>\n<li>first</li>\n</ol>");
check("a tag", html(markdown("<p>Use the &lt;title&gt; tag</p>")), "<p>Use the <title> tag</p>");
check("an entity", html(markdown("<p>Write &amp;copy; here</p>")), "<p>Write © here</p>");
console.log("as recorded");
EOF
node probe.mjs
