#!/usr/bin/env bash
# One would guess that a tokenizer for Italian takes the letters of Italian.
# It takes those of English: perché is perch, città citt, così cos, and the verb è is gone. The Dutch one
# makes co and peratie of coöperatie and n of één. The Swedish one writes the first é of a text as e, idé
# as ide, and cuts the next: café is caf. The Spanish one keeps its accents. The Italian stemmer is given
# such pieces too.
# An index of a text doesn't have the words of its language, and no query for them finds it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund natural@8.1.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import natural from "natural";

console.log("natural", JSON.parse(readFileSync("node_modules/natural/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { AggressiveTokenizerIt, AggressiveTokenizerNl, AggressiveTokenizerSv, AggressiveTokenizerEs, PorterStemmerIt } = natural;
const words = (Tokenizer, text) => new Tokenizer().tokenize(text);
check("Spanish", words(AggressiveTokenizerEs, "El pingüino está"), ["El", "pingüino", "está"]);
check("Italian", words(AggressiveTokenizerIt, "Perché è così? La città."), ["Perch", "cos", "La", "citt"]);
check("Dutch", words(AggressiveTokenizerNl, "één coöperatie"), ["n", "co", "peratie"]);
check("Swedish", words(AggressiveTokenizerSv, "En idé, ett café på ön"), ["En", "ide", "ett", "caf", "på", "ön"]);
check("Italian stems", PorterStemmerIt.tokenizeAndStem("Perché la città"), ["perc", "citt"]);
console.log("as recorded");
EOF
node probe.mjs
