#!/usr/bin/env bash
# One would guess that a library reads the romanized words that it writes.
# まっちゃ is written matcha, as Hepburn has it, and read again it is まtちゃ with a Latin t in it. So are etchū
# and matchi. A vowel with a macron, which most books print, isn't read either: tōkyō stays as it is. The
# particles in watashi wa and Tōkyō e are ha and he, and kanji stay between Latin letters.
# A study app that checks what its learner types finds fault with the right word.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund wanakana@5.3.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const wanakana = createRequire(import.meta.url)("wanakana");

console.log("wanakana", JSON.parse(readFileSync("node_modules/wanakana/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { toHiragana, toRomaji } = wanakana;
check("kitte", toHiragana("kitte"), "きって");
check("written", toRomaji("まっちゃ"), "matcha");
check("read again", toHiragana("matcha"), "まtちゃ");
check("match", [toRomaji("マッチ"), toHiragana("matchi")], ["matchi", "まtち"]);
check("Tokyo", toHiragana("tōkyō"), "tōkyō");
check("to Tokyo", toRomaji("東京へ"), "東京he");
console.log("as recorded");
EOF
node probe.mjs
