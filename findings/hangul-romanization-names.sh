#!/usr/bin/env bash
# One would guess that a Korean name comes out as Korea's own rules have it: Silla, Jongno, Wangsimni.
# Letters that change each other across a syllable are written one by one: sinra, jongro, wangsipri.
# Seollal, the new year, is seolnal, and the river Amnokgang aprokgang. The official gachi and bakke come
# out as gati and bake.
# The names on maps and tickets differ from those in the text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund hangul-romanization@1.0.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { convert } = createRequire(import.meta.url)("hangul-romanization");

console.log("hangul-romanization", JSON.parse(readFileSync("node_modules/hangul-romanization/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

check("Hanguk", convert("한국"), "hanguk");
check("Silla", convert("신라"), "sinra");
check("Jongno", convert("종로"), "jongro");
check("Wangsimni", convert("왕십리"), "wangsipri");
check("Dongnimmun", convert("독립문"), "dokripmun");
check("Seollal", convert("설날"), "seolnal");
check("gachi and bakke", [convert("같이"), convert("밖에")], ["gati", "bake"]);
console.log("as recorded");
EOF
node probe.mjs
