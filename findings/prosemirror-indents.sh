#!/usr/bin/env bash
# One would guess that a ProseMirror document written as Markdown is read again as the same document.
# A paragraph that begins with a tab or four spaces, as many writers indent, is written as it is: read
# again it's a block of code. Two such paragraphs become one block. Text such as "&lt;" is written
# without a backslash and read as "<". A mark such as # or - at the start is escaped.
# A novel typed with indents comes back from its file as program code.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund prosemirror-markdown@1.13.9
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { defaultMarkdownParser, defaultMarkdownSerializer, schema } from "prosemirror-markdown";

console.log("prosemirror-markdown", JSON.parse(readFileSync("node_modules/prosemirror-markdown/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const doc = (...texts) => schema.node("doc", null, texts.map((text) => schema.node("paragraph", null, [schema.text(text)])));
const written = (...texts) => defaultMarkdownSerializer.serialize(doc(...texts));
const again = (...texts) => defaultMarkdownParser.parse(written(...texts)).toString();
check("no indent", again("He left.", "She stayed."), 'doc(paragraph("He left."), paragraph("She stayed."))');
check("four spaces", again("    He left.", "    She stayed."), 'doc(code_block("He left.\\n\\nShe stayed."))');
check("a tab", again("\tHe left."), 'doc(code_block("He left."))');
check("an entity", again("Write &lt; for less."), 'doc(paragraph("Write < for less."))');
check("a hash", written("# 1"), "\\# 1");
console.log("as recorded");
EOF
node probe.mjs
