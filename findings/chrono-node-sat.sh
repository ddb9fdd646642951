#!/usr/bin/env bash
# One would guess that a reader of dates in English prose asks for a capital, or for a neighbour such as
# on, before it takes a short word for a day.
# He sat down and wept has a Saturday, the sun rose a Sunday, and they wed in church a Wednesday. He may
# march on has a March. But half past nine, quarter to ten and two nights ago have no time at all.
# A timeline made from a novel is full of days that nobody named, and lacks those that were.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund chrono-node@2.10.3
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import * as chrono from "chrono-node";

console.log("chrono-node", JSON.parse(readFileSync("node_modules/chrono-node/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const found = (text) => chrono.parse(text, new Date("2024-06-12T12:00:00")).map((result) => result.text);
check("sat", found("He sat down and wept."), ["sat"]);
check("sun", found("The sun rose."), ["sun"]);
check("wed", found("They wed in church."), ["wed"]);
check("march", found("He may march on."), ["march"]);
check("the day", chrono.parse("He sat down.", new Date("2024-06-12T12:00:00"))[0].start.get("weekday"), 6);
check("half past nine", found("It was half past nine."), []);
check("two nights ago", found("It rained two nights ago."), []);
console.log("as recorded");
EOF
node probe.mjs
