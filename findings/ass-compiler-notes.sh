#!/usr/bin/env bash
# One would guess that a script of subtitles that is parsed and written has all its lines and notes.
# Words in braces, which translators write as notes and players don't show, are dropped. The lines are
# sorted by their time, and at the same time all comments stand before all dialogue: a line that was
# commented out below its new version is above it.
# The writer's own remarks are lost by a program that only moved the times.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund ass-compiler@0.1.16
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse, stringify } = createRequire(import.meta.url)("ass-compiler");

console.log("ass-compiler", JSON.parse(readFileSync("node_modules/ass-compiler/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const source = `[Script Info]
Title: A

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,Last {or: final}
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,New {\\i1}line
Comment: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Old line
`;
const written = stringify(parse(source)).split("\n").filter((line) => /^(Dialogue|Comment)/.test(line));
check("texts", written.map((line) => line.split(",").at(-1)), ["Old line", "New {\\i1}line", "Last "]);
console.log("as recorded");
EOF
node probe.mjs
