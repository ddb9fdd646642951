#!/usr/bin/env bash
# One would guess that a converter to Markdown keeps the numbers and the paragraphs of a list.
# node-html-markdown numbers every list from 1, though HTML and Markdown can both begin at five. An
# item's second paragraph becomes a line of the first. A <pre> without <code> inside, as poems and
# letters use, is written as plain text: its lines run together and its indents are gone as soon as it is
# shown. Text with &lt; in it becomes a tag.
# A list that goes on after a figure restarts, and verse turns into prose.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { NodeHtmlMarkdown } from "node-html-markdown";

console.log("node-html-markdown", JSON.parse(readFileSync("node_modules/node-html-markdown/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const markdown = (html) => NodeHtmlMarkdown.translate(html);
check("a list from five", markdown('<ol start="5"><li>five</li><li>six</li></ol>'), "1. five\n2. six");
check("two paragraphs", markdown("<ul><li><p>one</p><p>two</p></li></ul>"), "* one  \ntwo");
check("a poem", markdown("<pre>The sea\n    is wide</pre>"), "The sea\n    is wide");
check("a tag as text", markdown("<p>Use &lt;b&gt; here</p>"), "Use <b> here");
console.log("as recorded");
EOF
node probe.mjs
