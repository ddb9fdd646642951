from __future__ import annotations

from pathlib import Path

import pytest

from scoring.engines.key import VARIABLE, api_key, key_path
from scoring.errors import ModelError

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a key that only its owner can read."""
    monkeypatch.delenv(VARIABLE, raising=False)
    path = key_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("from-the-file\n")
    path.chmod(0o600)
    return path


def test_there_may_be_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert api_key() == ""


def test_the_environment_takes_precedence_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert api_key() == "from-the-file"
    monkeypatch.setenv(VARIABLE, " from-the-environment\n")
    assert api_key() == "from-the-environment"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_rejected(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(ModelError, match=f"mode {mode:04o}.*chmod 600") as error:
        api_key()
    assert "from-the-file" not in str(error.value)


@pytest.mark.parametrize("key", ["schlüssel", "one\r\nX-Other: two"])
def test_a_key_that_cannot_be_a_header_is_rejected(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(VARIABLE, key)
    with pytest.raises(ModelError, match="printable"):
        api_key()
