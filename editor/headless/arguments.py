"""A command line whose complaints can be read on a terminal, whatever was typed."""

from __future__ import annotations

import argparse
from typing import NoReturn

from editor.text.printable import printable


class ArgumentParser(argparse.ArgumentParser):
    """Says what is wrong with the arguments without writing them to the terminal as they are."""

    def error(self, message: str) -> NoReturn:
        """Complain, and end the process with status 2."""
        super().error(printable(message))
