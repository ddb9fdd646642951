#!/usr/bin/env bash
# One would guess that the successor of subsrt reads the subtitles that subsrt reads.
# The first letter of each line of an ASS file is dropped: “Yes, he said.” is “es, he said.”, since the
# text is expected to begin with a blank. In a SubRip file all from < to > is dropped, “I <3 you, and 5 >
# 4” too, and what stands in braces. A line of lyrics with two times has the second time as its words.
# subsrt itself keeps the letter. Converted subtitles have no line that is whole.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund subsrt-ts@2.1.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import subsrt from "subsrt-ts";

console.log("subsrt-ts", JSON.parse(readFileSync("node_modules/subsrt-ts/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const texts = (source, format) =>
  subsrt.parse(source, { format }).filter(({ type }) => type === "caption").map(({ text }) => text);
const ass = `[Script Info]
Title: A

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Yes, he said.
Dialogue: 0,0:00:03.00,0:00:04.00,Default,Ann,0,0,0,,Maybe.
`;
check("ASS", texts(ass, "ass"), ["es, he said.", "aybe."]);
check("SubRip", texts("1\n00:00:01,000 --> 00:00:02,000\nI <3 you, and 5 > 4 {still}\n", "srt").map((text) => text.trim()), ["I  4"]);
check("LRC", texts("[00:01.00]One\n[00:02.00][00:05.00]Twice\n", "lrc"), ["One", "[00:05.00]Twice"]);
console.log("as recorded");
EOF
node probe.mjs
