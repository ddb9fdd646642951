#!/usr/bin/env bash
# One would guess that a slug of a Hindi title tells one title from another, as one of a Russian title
# does.
# The vowel signs are left out: day, gift and poor are three words, and all three have the slug thana.
# A book is katab.
# The same library joins the words around a slash or a dash, and the numbers around a full stop: 1.2
# and 12 are one chapter.
# Two pages with one address overwrite each other, and nobody was warned.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund slug@12.0.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import slug from "slug";

console.log("slug", JSON.parse(readFileSync("node_modules/slug/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

check("Russian", slug("Привет"), "privet");
check("day, gift, poor", ["दिन", "दान", "दीन"].map((word) => slug(word)), ["thana", "thana", "thana"]);
check("book", slug("किताब"), "katab");
check("a slash", slug("Either/or"), "eitheror");
check("a dash", slug("Stop\u2014now"), "stopnow");
check("chapters", ["Chapter 1.2", "Chapter 12"].map((title) => slug(title)), ["chapter-12", "chapter-12"]);
console.log("as recorded");
EOF
node probe.mjs
