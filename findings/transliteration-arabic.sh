#!/usr/bin/env bash
# One would guess that a name in Arabic becomes Latin letters that can be read or at least sorted.
# The ending of Fatima, Gaza and Mecca becomes an at sign: fTm@, Gz@, mk@. Some letters are capitals
# within the word, mHmd, Ain is aa, and an alef is nothing at all, so that Cairo begins with lqh. The euro
# sign is EU. In slugs the at sign and the capitals are gone as well: gz.
# A name with an @ is taken for an address, and a page full of them for an error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund transliteration@2.6.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const transliteration = createRequire(import.meta.url)("transliteration");

console.log("transliteration", JSON.parse(readFileSync("node_modules/transliteration/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { slugify, transliterate } = transliteration;
check("Athens", transliterate("Αθήνα"), "Athina");
check("Fatima, Gaza and Mecca", ["فاطمة", "غزة", "مكة"].map((name) => transliterate(name)), ["fTm@", "Gz@", "mk@"]);
check("Muhammad and Ali", ["محمد", "علي"].map((name) => transliterate(name)), ["mHmd", "aaly"]);
check("Cairo", transliterate("القاهرة"), "lqhr@");
check("an alef", transliterate("ا"), "");
check("slugs", [slugify("غزة"), transliterate("100 €")], ["gz", "100 EU"]);
console.log("as recorded");
EOF
node probe.mjs
