"""Make docs/screenshot.svg: the app itself, with the real model, on the sample draft. Run: python docs/screenshot.py"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

os.environ["COLORTERM"] = "truecolor"
os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), tempfile.mkdtemp())  # not yours

from editor.app import LogproseApp
from editor.flags.feature import FlagsFeature
from editor.flags.known_flags import known_flag

HERE = Path(__file__).parent


async def main() -> None:
    """Open the sample, wait until edits were tried at the last mistake, list those at "whether", take the picture."""
    app = LogproseApp(HERE.parent / "samples" / "draft.md")
    async with app.run_test(size=(96, 30)) as pilot:
        place, last = map(app.document.text.index, ("whether", "gets dark"))
        flags = app.feature(FlagsFeature).shown
        while not all((flag := flags.flag_at(at)) and known_flag(flag).edits for at in (place, last)):
            await pilot.pause(0.2)
        app.select(place, place)
        await pilot.press("f2")
        while app.feature(FlagsFeature).suggestions.highlighted is None:
            await pilot.pause(0.1)
        await pilot.pause()
        app.save_screenshot("screenshot.svg", str(HERE))


if __name__ == "__main__":
    asyncio.run(main())
