"""Git repositories for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A work tree in a directory, with one file `draft.md` to write and commit. The user's settings don't count."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.draft = directory / "draft.md"
        self.git("init", "-q")

    def git(self, *arguments: str) -> str:
        """Run git, and return what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        who = ("-c", "user.name=A. Writer", "-c", "user.email=writer@example.org")
        command = ("git", *who, *arguments)
        done = subprocess.run(command, cwd=self.directory, env=kept | nobody, check=True, capture_output=True)
        return done.stdout.decode("utf-8", "replace")

    def commit(self, data: str | bytes, *, attributes: str = "") -> None:
        """Write the draft and commit it."""
        if attributes:
            (self.directory / ".gitattributes").write_text(attributes)
        self.draft.write_bytes(data.encode() if isinstance(data, str) else data)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "state")
