#!/usr/bin/env bash
# One would guess that a package that only picks between a and an, and knows an hour and a U-boat, reads
# capitals as either letters or words.
# NASA and NATO are read letter by letter: an NASA launch, an NATO ally. U.S. isn't read like UFO, but is an
# U.S. senator. Common words are wrong too: an Uganda story, an ukulele, an ewe, a hourglass. An accent or
# a quotation mark makes it a: a éclair, a “apple”.
# Its page warns of words in capitals, not of the others. It is used for sentences that programs put
# together, where no one reads each of them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund indefinite@2.5.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const module_ = createRequire(import.meta.url)("indefinite");

console.log("indefinite", JSON.parse(readFileSync("node_modules/indefinite/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const indefinite = module_.default ?? module_;
check("right", ["hour", "U-boat", "SUV", "European"].map((word) => indefinite(word)),
  ["an hour", "a U-boat", "an SUV", "a European"]);
check("capitals", ["NASA launch", "NATO ally"].map((word) => indefinite(word)),
  ["an NASA launch", "an NATO ally"]);
check("with full stops", indefinite("U.S. senator"), "an U.S. senator");
check("vowels", ["Uganda story", "ukulele", "ewe", "hourglass"].map((word) => indefinite(word)),
  ["an Uganda story", "an ukulele", "an ewe", "a hourglass"]);
check("an accent", indefinite("éclair"), "a éclair");
check("a quotation mark", indefinite("“apple”"), "a “apple”");
console.log("as recorded");
EOF
node probe.mjs
