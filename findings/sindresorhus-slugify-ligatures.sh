#!/usr/bin/env bash
# One would guess that a capital letter that is written with two in ASCII begins its word: Æsop is
# aesop, Þór thor.
# The letter becomes AE first, and then the slug is cut as if it were a name of a program, fooBar:
# a-esop, o-euvre, t-hor. ÜBER in capitals is ue-ber, Über isn't cut.
# The same title in small letters has another slug. The way out is decamelize: false, though no title
# of these is in camel case.
# Whoever makes addresses for French, Danish or Icelandic titles has a stray letter in front.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund @sindresorhus/slugify@3.0.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import slugify from "@sindresorhus/slugify";

console.log("@sindresorhus/slugify", JSON.parse(readFileSync("node_modules/@sindresorhus/slugify/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

check("in small letters", ["æsop", "œuvre", "þór"].map((title) => slugify(title)), ["aesop", "oeuvre", "thor"]);
check("as names", ["Æsop", "Œuvre", "Þór"].map((title) => slugify(title)), ["a-esop", "o-euvre", "t-hor"]);
check("an island", slugify("Ærø"), "a-ero");
check("German", ["Über", "ÜBER"].map((title) => slugify(title)), ["ueber", "ue-ber"]);
check("decamelize: false", ["Æsop", "ÜBER"].map((title) => slugify(title, { decamelize: false })), ["aesop", "ueber"]);
console.log("as recorded");
EOF
node probe.mjs
