"""The world outside the program: clipboard tools, signals, terminal input, Textual's private hooks."""

from __future__ import annotations
