#!/usr/bin/env bash
# One would guess that hyphenating a page leaves alone what isn't prose: hyphenateHTML() is made for it.
# It skips the tags, not what they hold. Soft hyphens go into <code>, <pre>, <textarea>, <script> and
# <style>, and into addresses in the text.
# Copied from the page, a command or an address holds letters that no one sees, and doesn't work; a
# script on the page is no longer valid.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund hyphen@1.14.1
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import hyphen from "hyphen/en/index.js";

console.log("hyphen", JSON.parse(readFileSync("node_modules/hyphen/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const shown = (html) => hyphen.hyphenateHTMLSync(html).replaceAll("\u00ad", "·");
check("prose", shown('<p class="documentation">documentation</p>'), '<p class="documentation">doc·u·men·ta·tion</p>');
check("a command", shown("<code>npm install dictionary</code>"), "<code>npm in·stall dic·tio·nary</code>");
check("an address", shown("see https://example.com/documentation"), "see https://ex·am·ple.com/doc·u·men·ta·tion");
check("a script", shown("<script>document.title</script>"), "<script>doc·u·ment.ti·tle</script>");
check("a style", shown("<style>p { background: none }</style>"), "<style>p { back·ground: none }</style>");
console.log("as recorded");
EOF
node probe.mjs
