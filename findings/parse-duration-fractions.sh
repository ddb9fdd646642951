#!/usr/bin/env bash
# One would guess that a parser of durations reads 1/2 h, 1,5h and 1:30, or returns null for what it
# can't read, as it does for half an hour.
# The parts that it knows are added up and the rest is skipped: 1/2 h is two hours and one
# millisecond, as a number without a unit is milliseconds. 1,5h is fifteen hours, as a comma only
# parts thousands in its default, English.
# 1:30 is 1.03 milliseconds, and chapter 5 is five.
# Whoever types a writing goal or a reminder by hand gets another one, and no error.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund parse-duration@2.1.9
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import parse from "parse-duration";

console.log("parse-duration", JSON.parse(readFileSync("node_modules/parse-duration/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const hour = 3600000;
check("1.5h, in hours", parse("1.5h") / hour, 1.5);
check("half an hour", parse("half an hour"), null);
check("1/2 h", parse("1/2 h"), 2 * hour + 1);
check("1 1/2 h", parse("1 1/2 h"), 2 * hour + 11);
check("1,5h, in hours", parse("1,5h") / hour, 15);
check("1:30", parse("1:30"), 1.03);
check("chapter 5", parse("chapter 5"), 5);
console.log("as recorded");
EOF
node probe.mjs
