#!/usr/bin/env bash
# One would guess that letters with accents count as plain ones: the code for ç and ñ is there.
# Others, such as ř, š and ł, are skipped with their sound: Dvořák has the code TFK and Dvorak TFRK, Šimek
# MK and Simek SMK, Łódź only T. Most accented vowels do no harm, so tests with French and German names pass.
# A search by sound is made for names that are spelled in two ways, and these are the usual two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund double-metaphone@2.0.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";

const module_ = await import("double-metaphone");

console.log("double-metaphone", JSON.parse(readFileSync("node_modules/double-metaphone/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { doubleMetaphone } = module_;
check("Peña and Pena", ["Peña", "Pena"].map((name) => doubleMetaphone(name)[0]), ["PN", "PN"]);
check("Dvořák and Dvorak", ["Dvořák", "Dvorak"].map((name) => doubleMetaphone(name)[0]), ["TFK", "TFRK"]);
check("Šimek and Simek", ["Šimek", "Simek"].map((name) => doubleMetaphone(name)[0]), ["MK", "SMK"]);
check("Łódź and Lodz", ["Łódź", "Lodz"].map((name) => doubleMetaphone(name)[0]), ["T", "LTS"]);
console.log("as recorded");
EOF
node probe.mjs
