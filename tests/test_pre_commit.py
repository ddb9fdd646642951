"""The hook that other repositories run."""

from __future__ import annotations

import yaml

from editor import cli
from tests.project import ROOT


def test_the_hook_runs_check_on_staged_markdown() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, *arguments = hook["entry"].split()
    assert (program, hook["language"], hook["types_or"]) == ("logprose", "python", ["markdown"])
    options = cli.parse([*arguments, "--sensitivity", "strict", "a.md", "b.md"])
    assert options.files == ["a.md", "b.md"]
    assert hook["require_serial"], "one worker, with the model once in memory"
