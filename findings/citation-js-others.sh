#!/usr/bin/env bash
# One would guess that Citation.js reads "and others" as BibTeX does: there are more authors.
# It reads an author whose name is others. A bibliography has "Smith J, others." instead of "et al.",
# and written back the name is in braces, "and {others}", so BibTeX takes it for a person too. A year
# that isn't a number is kept when read but not written: forthcoming, c. 1850 and 1999/2000 are gone.
# A bibliography that passed through it once has lost dates and cites Others.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 @citation-js/plugin-csl@0.8.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";

console.log("@citation-js/core", JSON.parse(readFileSync("node_modules/@citation-js/core/package.json")).version);
console.log("@citation-js/plugin-bibtex", JSON.parse(readFileSync("node_modules/@citation-js/plugin-bibtex/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const book = (fields) => new Cite(`@book{key, ${fields}}`);
const line = (cite) => cite.format("bibtex").replace(/\s+/g, " ").trim();
const others = book("author = {Smith, John and others}");
check("authors", others.data[0].author, [{ given: "John", family: "Smith" }, { family: "others" }]);
check("written back", line(others), "@book{key, author = {Smith, John and {others}}, }");
check("Vancouver", others.format("bibliography", { template: "vancouver" }).trim(), "1. Smith J, others.");
for (const year of ["forthcoming", "c. 1850", "1999/2000"]) {
  check(`year ${year}, read`, book(`year = {${year}}`).data[0].issued, { literal: year });
  check("and written", line(book(`year = {${year}}`)), "@book{key, }");
}
check("year 1999", line(book("year = {1999}")), "@book{key, year = {1999}, }");
console.log("as recorded");
EOF
node probe.mjs
