#!/usr/bin/env bash
# One would guess that an extension for :name[label] leaves a time of day alone.
# remark-directive reads a colon with a letter or a digit after it as a directive, label or not, also
# after a digit or a letter: 9:30, John 3:16, 2:1, and "said:no". A directive that nobody handles becomes
# an empty div on the way to HTML, so the page says that the train leaves at 9. A parser without it, or a
# look at the written Markdown, shows nothing wrong.
# Many sites switch it on for their notes and warnings, and lose minutes and verses on all other pages.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund remark-directive@4.0.0 unified@11.0.5 remark-parse@11.0.0 remark-rehype@11.1.2 rehype-stringify@10.0.1 remark-stringify@11.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { unified } from "unified";
import remarkDirective from "remark-directive";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import remarkStringify from "remark-stringify";
import rehypeStringify from "rehype-stringify";

console.log("remark-directive", JSON.parse(readFileSync("node_modules/remark-directive/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const directives = () => unified().use(remarkParse).use(remarkDirective);
const html = (text) => String(directives().use(remarkRehype).use(rehypeStringify).processSync(text));
check("a time", html("The train leaves at 9:30."), "<p>The train leaves at 9<div></div>.</p>");
check("a verse", html("John 3:16 is short."), "<p>John 3<div></div> is short.</p>");
check("a missing blank", html("He said:no."), "<p>He said<div></div>.</p>");
check("with a blank", html("He said: no."), "<p>He said: no.</p>");
check("written again", String(directives().use(remarkStringify).processSync("The train leaves at 9:30.")), "The train leaves at 9:30.\n");
console.log("as recorded");
EOF
node probe.mjs
