#!/usr/bin/env bash
# One would guess that a plugin for {.class #id key=value} leaves other braces in prose as they are.
# markdown-it-attrs takes any braces at the end of a paragraph, heading, list item or cell, and right
# after an emphasis: a word in them is an attribute with no value. It disappears from the text: "Dear
# {name}" is printed as Dear, "x in {1, 2}" as x in. With a full stop after them the braces stay.
# Placeholders of a letter, sets and {sic} are lost or not by where they stand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund markdown-it-attrs@5.0.1 markdown-it@15.0.3
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";
import attrs from "markdown-it-attrs";

console.log("markdown-it-attrs", JSON.parse(readFileSync("node_modules/markdown-it-attrs/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const html = (text) => MarkdownIt().use(attrs).render(text).trim();
check("a placeholder", html("Dear {name}"), '<p name="">Dear</p>');
check("with a comma", html("Dear {name},"), "<p>Dear {name},</p>");
check("a set", html("x in {1, 2}"), '<p 1,="" 2="">x in</p>');
check("a heading", html("# On {braces}"), '<h1 braces="">On</h1>');
check("after an emphasis", html("He *wrote*{sic} it."), '<p>He <em sic="">wrote</em> it.</p>');
check("in the middle", html("a {sic} b"), "<p>a {sic} b</p>");
console.log("as recorded");
EOF
node probe.mjs
