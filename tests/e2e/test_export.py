"""The real model's flags on an exported page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from scoring.model_files import store
from tests.e2e.terminal import COMMAND, environment
from tests.patience import PATIENCE_S


def test_a_page_with_the_flags_of_the_real_model(home: Path) -> None:
    store.ensure("default")
    draft = home / "draft.md"
    draft.write_text("She go to school every days.\n\n- And *so* on.\n", "utf-8")
    arguments = [*COMMAND, "export", str(draft), "--to", "html", "--annotations", "flags", "--output", "-"]
    done = subprocess.run(
        arguments, env=environment(home), capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert done.stderr == ""
    found = re.search(r'every <span class="flag flag-grammar" title="([^"]*)">days</span>\.</p>', done.stdout)
    assert found is not None
    assert re.match(r"Grammar: “day” fits better than “days” · \d\d % likely a mistake · day, ", found[1])
    assert "<em>" in done.stdout
