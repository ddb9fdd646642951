#!/usr/bin/env bash
# One would guess that blanks on an empty line between two paragraphs change nothing, or, as Fountain
# says of a line with two blanks, keep a speech together.
# Two blanks on a second empty line swallow the line below: the paragraph is neither among the tokens
# nor on the page. With one blank or none, it is there.
# Editors leave such lines when they indent, and nobody sees them: a sentence of the screenplay is
# missing in print.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund fountain-js@1.2.4
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import pkg from "fountain-js";

console.log("fountain-js", JSON.parse(readFileSync("node_modules/fountain-js/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const { Fountain } = pkg;
const script = (text) => new Fountain().parse(text, true);
const html = (text) => script(text).html.script;
check("an empty line", html("He waits.\n\nShe comes.\n\nThey leave."),
      "<p>He waits.</p><p>She comes.</p><p>They leave.</p>");
check("one blank", html("He waits.\n\n \nShe comes.\n\nThey leave."),
      "<p>He waits.</p><p>She comes.</p><p>They leave.</p>");
check("two blanks", html("He waits.\n\n  \nShe comes.\n\nThey leave."), "<p>He waits.</p><p>They leave.</p>");
check("its tokens", script("He waits.\n\n  \nShe comes.").tokens.map((token) => token.text ?? token.type),
      ["He waits.", "spaces"]);
check("after a speech", html("BOB\nStay.\n\n  \nShe comes.\n\nThey leave."),
      '<div class="dialogue"><h4>BOB</h4><p>Stay.</p></div><p>They leave.</p>');
console.log("as recorded");
EOF
node probe.mjs
