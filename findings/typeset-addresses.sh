#!/usr/bin/env bash
# One would guess that a typographer for HTML leaves an address that is printed as a reader could copy it.
# Soft hyphens and zero-width spaces are put into it: http://example.com/a has four signs more, none of
# them to be seen. Code and the link itself are left alone. Two hyphens between words are an en dash, as
# if for a range, where with blanks around them they are an em dash.
# The address that a reader copies leads nowhere.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund typeset@0.3.5
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const typeset = createRequire(import.meta.url)("typeset");

console.log("typeset", JSON.parse(readFileSync("node_modules/typeset/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const inner = (html) => typeset(html).replace(/<\/?p>/g, "");
check("an address", inner("<p>See http://example.com/a</p>"), "See http://\u200bex\u00adam\u00adple.com/\u200ba");
check("code", inner("<p><code>http://example.com/a</code></p>"), "<code>http://example.com/a</code>");
check("two hyphens", inner("<p>a--b</p>"), "a–b");
check("with blanks", inner("<p>a -- b</p>"), "a&thinsp;&mdash;&thinsp;b");
console.log("as recorded");
EOF
node probe.mjs
