#!/usr/bin/env bash
# One would guess that a library that writes numbers out in French, Spanish and Italian knows the
# forms that schools teach.
# Before mil, Spanish shortens uno: it writes veintiuno mil instead of veintiún mil. French drops the
# s of cents before mille: it writes deux cents mille. Italian is one word: it writes due cento.
# A negative number is an empty text, and in German, which it lacks, the number is written in English.
# Nothing is thrown.
# A contract or a novel has wrong grammar, a gap or a foreign word where the amount should be.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund written-number@0.11.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import writtenNumber from "written-number";

console.log("written-number", JSON.parse(readFileSync("node_modules/written-number/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const written = (n, lang) => writtenNumber(n, { lang });
check("Spanish, 21", written(21, "es"), "veintiuno");
check("Spanish, 21000", written(21000, "es"), "veintiuno mil");
check("French, 200000", written(200000, "fr"), "deux cents mille");
check("Italian, 200 and 2000", [written(200, "it"), written(2000, "it")], ["due cento", "due mila"]);
check("minus five", written(-5, "en"), "");
check("German", written(21, "de"), "twenty-one");
console.log("as recorded");
EOF
node probe.mjs
