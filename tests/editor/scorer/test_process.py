"""The worker's command line, from the settings."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from editor.paths import learnt_path
from editor.scorer.process import ProcessorUse, kept_scores, processor_use, scoring_command
from editor.settings.settings import Scoring
from tests.patience import until


def test_learnt_texts_are_used_unless_the_setting_is_off() -> None:
    on, off = Scoring(), Scoring(learnt=False)
    command = scoring_command(on)
    assert command[command.index("--learnt") + 1] == str(learnt_path())
    assert "--learnt" not in scoring_command(off)
    assert kept_scores(on).setup != kept_scores(off).setup, "flags kept with it aren't valid without it"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
async def test_a_busy_process_wants_more_cpu_and_a_waiting_one_does_not() -> None:
    code = "import select; input()\nwhile not select.select([0], [], [], 0)[0]: pass\ninput(); input()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdin=PIPE)
    assert process.stdin is not None

    def use() -> ProcessorUse:
        found = processor_use(process)
        assert found is not None
        return found

    await until(lambda: not use().wants_more)
    before = use()
    process.stdin.write(b"\n")
    await until(lambda: use().wants_more and use().seconds > before.seconds)
    process.stdin.write(b"\n")
    await until(lambda: not use().wants_more)
    process.stdin.write(b"\n")
    await process.wait()
    assert processor_use(process) is None
