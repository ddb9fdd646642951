#!/usr/bin/env bash
# One would guess that a plugin for CriticMarkup marks {++insertions++} and {--deletions--} and leaves
# prose alone.
# remark-critic-markup looks for the signs without the braces. Dashes typed as two hyphens make a
# deletion of the words between them, two mentions of C++ an insertion, two options of a command a
# deletion. Where the braces are, they stay around the change in the page; comments in {>> <<} are
# printed.
# Sentences with dashes are struck out in the page, and real changes have braces left over.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund remark-critic-markup@1.0.1 unified@11.0.5 remark-parse@11.0.0 remark-stringify@11.0.0
cat > probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { unified } from "unified";
import criticMarkup from "remark-critic-markup";
import remarkParse from "remark-parse";
import remarkStringify from "remark-stringify";

console.log("remark-critic-markup", JSON.parse(readFileSync("node_modules/remark-critic-markup/package.json")).version);

function check(what, got, recorded) {
  console.log(`${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(recorded)) {
    console.error(`DIFFERS from what is recorded: ${JSON.stringify(recorded)}`);
    process.exit(1);
  }
}

const marked = (text) => String(unified().use(remarkParse).use(criticMarkup).use(remarkStringify).processSync(text)).trim();
check("dashes", marked("He paused--then--left."), 'He paused<del class="critic-deletion">then</del>left.');
check("a language", marked("In C++, not C++."), 'In C<ins class="critic-addition">, not C</ins>.');
check("options", marked("Use --draft or --final."), 'Use <del class="critic-deletion">draft or </del>final.');
check("an insertion", marked("a {++new++} word"), 'a {<ins class="critic-addition">new</ins>} word');
check("a comment", marked("a {>>why?<<} word"), "a {>>why?<<} word");
console.log("as recorded");
EOF
node probe.mjs
