#!/usr/bin/env bash
# One would guess that front matter needs its closing line, and that text which isn't data stays text.
# A first line --- is enough. Without a second one all of the text is read as YAML, prose is a valid
# YAML string, and the result is an empty content and a string where the data should be.
# *** for the same rule is safe.
# A chapter that begins with a scene break is published as an empty page, without an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund gray-matter@4.0.3
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import matter from "gray-matter";

console.log("gray-matter", JSON.parse(readFileSync("node_modules/gray-matter/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const read = (text) => { const { content, data } = matter(text); return { content, data }; };
check("---", read("---\n\nIt was night. He left.\n"), { content: "", data: "It was night. He left." });
check("***", read("***\n\nIt was night.\n"), { content: "***\n\nIt was night.\n", data: {} });
console.log("as recorded");
EOF
node probe.mjs
