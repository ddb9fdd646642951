#!/usr/bin/env bash
# One would guess that repo.index.add() stages what `git add` stages.
# GitPython reads the file and stores its bytes. .gitattributes is not asked: CRLF goes into the
# history where it says eol=lf, and a clean filter, such as LFS, doesn't run, so the large file
# itself is stored. An ignored file is added too. repo.git.add() calls git and does all that.
# The next status by git shows the files as changed, though nobody touched them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check GitPython==3.2.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('GitPython', version('GitPython'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import os, pathlib, subprocess

os.environ.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null")
import git

folder = pathlib.Path(sys.argv[1], "repo")
repo = git.Repo.init(folder)
repo.git.config("filter.hide.clean", "tr a-z x")
for name, content in {
    ".gitattributes": b"*.md text eol=lf\n*.key filter=hide\n", ".gitignore": b"*.log\n",
    "a.md": b"one\r\ntwo\r\n", "b.key": b"word\n", "c.log": b"1\n",
}.items():
    (folder / name).write_bytes(content)

def staged(name):
    return subprocess.run(["git", "cat-file", "blob", f":{name}"], cwd=folder, capture_output=True).stdout

repo.index.add(["a.md", "b.key", "c.log"])
check("index.add, line ends", staged("a.md"), b"one\r\ntwo\r\n")
check("index.add, filter", staged("b.key"), b"word\n")
check("index.add, ignored file", staged("c.log"), b"1\n")
repo.git.add("--renormalize", "a.md", "b.key")
check("git add, line ends", staged("a.md"), b"one\ntwo\n")
check("git add, filter", staged("b.key"), b"xxxx\n")
print("as recorded")
EOF
