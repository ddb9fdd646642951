#!/usr/bin/env bash
# One would guess that a library that writes OPML, which is XML, writes what other programs read back.
# The opml package writes ISO-8859-1 as the file's encoding, whatever the text holds. Saved as UTF-8, as
# writeFileSync() does, a dash or a Japanese title is read as other letters by any XML parser. A note
# with two paragraphs goes into an attribute with its line ends as they are, and XML turns those into
# blanks.
# The package reads its own files rightly, so its tests pass; the next outliner gets other letters.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund opml@0.5.8
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import opml from "opml";

console.log("opml", JSON.parse(readFileSync("node_modules/opml/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const written = opml.stringify({
  opml: { head: { title: "Outline" }, body: { subs: [{ text: "Sea — 海", _note: "One.\n\nTwo." }] } },
});
check("the first line", written.split("\n")[0], '<?xml version="1.0" encoding="ISO-8859-1"?>');
writeFileSync("a.opml", written);
const reader = "import json; from xml.etree import ElementTree as e; print(json.dumps(e.parse('a.opml').find('.//outline').attrib))";
const read = JSON.parse(execFileSync("python3", ["-c", reader], { encoding: "utf8" }));
check("the text", read.text, Buffer.from("Sea — 海", "utf8").toString("latin1"));
check("the note", read._note, "One.  Two.");
opml.parse(written, (error, outline) => check("by itself", outline.opml.body.subs[0].text, "Sea — 海"));
console.log("as recorded");
EOF
node probe.mjs
