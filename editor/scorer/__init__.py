"""The editor's end of the worker: process, client, scored documents. No screen."""

from __future__ import annotations
