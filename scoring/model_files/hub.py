"""Models from the Hugging Face hub, in huggingface_hub's own cache: safetensors, tokenizer and configuration only."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scoring.errors import ModelError
from scoring.model_files.checkpoint import check_directory
from scoring.model_files.offline import fetching_by_name

_FILES = [
    "*.safetensors",
    "model.safetensors.index.json",
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
]


def cached(name: str) -> Path | None:
    """Return the snapshot of `name` on this machine, or None if it is missing or incomplete."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        directory = Path(snapshot_download(name, allow_patterns=_FILES, local_files_only=True))
        check_directory(directory)
    except (LocalEntryNotFoundError, ModelError):
        return None
    return directory


def fetch(name: str, report: Callable[[int, int], None]) -> Path:
    """Fetch the snapshot of `name`. Raises ModelError.

    `report(done, total)` counts bytes, and may be called from any thread.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import tqdm as hub_bar

    class ReportingBar(hub_bar):
        """Keeps huggingface_hub's bars off the terminal, and passes on the counts of those in bytes."""

        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            keywords |= {"disable": False, "file": _Nowhere()}
            super().__init__(*arguments, **keywords)  # type: ignore[no-untyped-call]  # huggingface_hub has no types here

        def update(self, n: float | None = 1) -> bool | None:
            shown: bool | None = super().update(n)
            if self.unit == "B":
                report(int(self.n), int(self.total or 0))
            return shown

    report(0, 0)
    try:
        with fetching_by_name():
            directory = Path(snapshot_download(name, allow_patterns=_FILES, tqdm_class=ReportingBar))
    except Exception as error:  # OSError, ValueError and the errors of whatever HTTP library the hub client uses
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(
            f"could not fetch {name} from the hub ({reason}); check the name and the network, then run "
            f"`logprose model fetch {name}`"
        ) from error
    check_directory(directory)
    return directory


def fetch_tokenizer(name: str) -> Path:
    """Return a directory with the tokenizer of `name`; fetch it, without weights, if need be. Raises ModelError."""
    from huggingface_hub import snapshot_download

    patterns = [pattern for pattern in _FILES if "safetensors" not in pattern]
    try:
        directory = Path(snapshot_download(name, allow_patterns=patterns, local_files_only=True))
        if (directory / "tokenizer.json").is_file():
            return directory
    except Exception:  # it isn't here; this raises many kinds of errors
        pass
    try:
        with fetching_by_name():
            directory = Path(snapshot_download(name, allow_patterns=patterns))
    except Exception as error:  # as in `fetch`
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(f"could not fetch the tokenizer of {name} from the hub ({reason})") from error
    if not (directory / "tokenizer.json").is_file():
        raise ModelError(f"{name} has no tokenizer.json")
    return directory


class _Nowhere(io.TextIOBase):
    """A stream that discards everything."""

    def write(self, text: str, /) -> int:
        return len(text)
