#!/usr/bin/env bash
# One would guess that a reference that is read from RIS and written to it has its pages where they were.
# First and last page, SP and EP, are read as one range and written as one start page, SP 101-115, without
# an EP. A date of 5 June is written as 1984/6/5/ where the form wants two figures. A book's pages go into
# the section, SE.
# The next program shows pages 101-115 as the first page, or a chapter called 1-5.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund @citation-js/plugin-ris@0.8.2 @citation-js/core@0.8.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-ris";

console.log("@citation-js/plugin-ris", JSON.parse(readFileSync("node_modules/@citation-js/plugin-ris/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const ris = (lines) => new Cite(lines.join("\n") + "\n").format("ris").split("\n");
const fields = (lines, tags) => ris(lines).filter((line) => tags.includes(line.slice(0, 2)));
const article = ["TY  - JOUR", "TI  - Tides", "T2  - Sea", "SP  - 101", "EP  - 115", "DA  - 1984/06/05/", "ER  - "];
check("an article", fields(article, ["SP", "EP"]), ["SP  - 101-115"]);
check("its date", fields(article, ["DA"]), ["DA  - 1984/6/5/"]);
const book = ["TY  - BOOK", "TI  - Tides", "SP  - 1", "EP  - 5", "ER  - "];
check("a book", fields(book, ["SP", "EP", "SE"]), ["SE  - 1-5"]);
console.log("as recorded");
EOF
node probe.mjs
