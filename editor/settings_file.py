"""Changes to the settings file on the writer's behalf, which leave everything else in it as it stands."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from editor.document.files import FileError, read_file, write_file
from editor.settings import SettingsError


def set_setting(path: Path, name: str, value: str | bool | int | float) -> None:
    """Set one setting of the top level; comments, order and spelling of the others stay. A missing file is made.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or cannot be written; it is as before then.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        found = read_file(path)
        document = tomlkit.parse(found.text)
        if name in document:
            document[name] = value
            text = tomlkit.dumps(document)
        else:  # at the front, where it parts no comment from what it speaks of
            text = f"{name} = {tomlkit.item(value).as_string()}\n{found.text}"
        write_file(path, text, has_bom=found.has_bom, expected=found.stamp)
    except (OSError, TOMLKitError, FileError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise SettingsError(f"{path.name}: {reason}; {name} = {value!r} is not kept") from error
