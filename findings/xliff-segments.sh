#!/usr/bin/env bash
# One would guess that a reader of XLIFF 2 gives all the sentences of a paragraph.
# A unit holds a paragraph, cut into a segment for each sentence. Only the last is kept: the first
# sentence and its translation are gone when the file is written. Inline elements are put on lines of
# their own, so that un<g>believ</g>able is un, believable with a line end and blanks between.
# The translation lacks sentences, and nothing was wrong with the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund xliff@6.4.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const xliff = createRequire(import.meta.url)("xliff");

console.log("xliff", JSON.parse(readFileSync("node_modules/xliff/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const unit = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f">
<unit id="u"><segment><source>It rained. </source><target>Es regnete. </target></segment>
<segment><source>He left.</source><target>Er ging.</target></segment></unit></file></xliff>`;
const read = await xliff.xliff2js(unit);
check("two segments", read.resources.f.u, { source: "He left.", target: "Er ging." });
check("written", (await xliff.js2xliff(read)).includes("rained"), false);
const word = `<xliff version="1.2"><file original="f" source-language="en" target-language="de" datatype="plaintext"><body>
<trans-unit id="1"><source>un<g id="1">believ</g>able</source></trans-unit></body></file></xliff>`;
const written = await xliff.jsToXliff12(await xliff.xliff12ToJs(word));
check("a word", /un\s+<g id="1">believ<\/g>able\s+</.test(written), true);
console.log("as recorded");
EOF
node probe.mjs
