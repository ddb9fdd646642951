#!/usr/bin/env bash
# One would guess that the plain text of a wiki page has the words that are set in code style, as it
# has those in italics.
# Words between <code> and </code> are left out: “Use the  command.” Those between <kbd> or <samp>
# stay, and the old <tt> is printed with its tags.
# Many templates lose their words too, even those for emphasis: {{em|not}} and {{strong|not}} take the
# not along. {{sic|teh}} keeps its own.
# A manual lacks its names of commands, and a sentence may say the opposite.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund wtf_wikipedia@10.4.2
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import wtf from "wtf_wikipedia";

console.log("wtf_wikipedia", JSON.parse(readFileSync("node_modules/wtf_wikipedia/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const text = (source) => wtf(source).text();
check("italics", text("Use the ''ls'' command."), "Use the ls command.");
check("keys", text("Use the <kbd>ls</kbd> command."), "Use the ls command.");
check("code", text("Use the <code>ls</code> command."), "Use the  command.");
check("teletype", text("Use the <tt>ls</tt> command."), "Use the <tt>ls</tt> command.");
check("emphasis", text("He did {{em|not}} go."), "He did go.");
check("strong", text("He did {{strong|not}} go."), "He did go.");
check("sic", text("He read {{sic|teh}} end."), "He read teh [sic] end.");
console.log("as recorded");
EOF
node probe.mjs
