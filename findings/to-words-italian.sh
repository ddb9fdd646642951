#!/usr/bin/env bash
# One would guess that a library that writes amounts in many languages writes two million in Italian.
# 2000000 is Milioni, millions, and 2000000000 Miliardi: the two is gone, while three million is Tre
# Milioni. 1001 is Mila Uno instead of milleuno. German has Eins Million and Zwei Million, and 1984 is
# four words with capitals.
# On a cheque the words don't give the amount.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund to-words@5.7.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { ToWords } from "to-words";

console.log("to-words", JSON.parse(readFileSync("node_modules/to-words/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const words = (number, localeCode) => new ToWords({ localeCode }).convert(number);
check("Italian, millions", [1, 2, 3].map((n) => words(n * 1000000, "it-IT")), ["Un Milione", "Milioni", "Tre Milioni"]);
check("Italian, two thousand million", words(2000000000, "it-IT"), "Miliardi");
check("Italian, 1000 and 1001", [words(1000, "it-IT"), words(1001, "it-IT")], ["Mille", "Mila Uno"]);
check("German", [1000000, 2000000, 1984].map((n) => words(n, "de-DE")), ["Eins Million", "Zwei Million", "Tausend Neun Hundert Vierundachtzig"]);
check("French", words(2000000, "fr-FR"), "Deux Millions");
console.log("as recorded");
EOF
node probe.mjs
