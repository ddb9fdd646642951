#!/usr/bin/env bash
# One would guess that a word counter that knows Chinese and Japanese, where each sign counts as a word,
# counts Korean words, which have blanks between them, by the blanks.
# reading-time counts every Korean syllable: a sentence of three words has eight, and takes nearly three
# times as long to read. A dash between blanks, an ampersand or an ellipsis is a word as well, in English
# too.
# It says that it is made for CJK; a Korean article shown as 15 minutes is read in five or six.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund reading-time@1.5.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import readingTime from "reading-time";

console.log("reading-time", JSON.parse(readFileSync("node_modules/reading-time/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const words = (text) => readingTime(text).words;
check("Korean, three words", words("나는 학교에 갑니다."), 8);
check("two words", words("안녕하세요 여러분"), 8);
check("English, three words", words("I go home."), 3);
check("Japanese, five signs", words("日本語です"), 5);
check("a dash", words("home — and away"), 4);
check("an ellipsis", words("... and away"), 3);
console.log("as recorded");
EOF
node probe.mjs
