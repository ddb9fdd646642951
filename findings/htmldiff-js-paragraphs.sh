#!/usr/bin/env bash
# One would guess that a comparison of two pages marks what was changed.
# Where two paragraphs were joined, the result still has two, and an inserted blank before the second.
# Where a line break became a blank, the break stays. A heading that became a smaller one isn't marked,
# and gets both tags, nested wrongly. A paragraph cut in two shows a deleted blank.
# A reviewer who accepts it all gets the old paragraphs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund htmldiff-js@1.0.5
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const module_ = createRequire(import.meta.url)("htmldiff-js");

console.log("htmldiff-js", JSON.parse(readFileSync("node_modules/htmldiff-js/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const HtmlDiff = module_.default ?? module_;
check("a word", HtmlDiff.execute("<p>one two</p>", "<p>one three</p>"),
  "<p>one <del class=\"diffmod\">two</del><ins class=\"diffmod\">three</ins></p>");
check("cut in two", HtmlDiff.execute("<p>He left. I sat.</p>", "<p>He left.</p><p>I sat.</p>"),
  "<p>He left.<del class=\"diffmod\">&nbsp;</del></p><p>I sat.</p>");
check("joined", HtmlDiff.execute("<p>He left.</p><p>I sat.</p>", "<p>He left. I sat.</p>"),
  "<p>He left.</p><p><ins class=\"diffmod\">&nbsp;</ins>I sat.</p>");
check("a heading", HtmlDiff.execute("<h1>Youth</h1>", "<h2>Youth</h2>"), "<h1><h2>Youth</h1></h2>");
check("a line break", HtmlDiff.execute("sleep<br>The moon", "sleep The moon"),
  "sleep<br><ins class=\"diffmod\">&nbsp;</ins>The moon");
console.log("as recorded");
EOF
node probe.mjs
