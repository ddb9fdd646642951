"""The rows of a report as text of some width."""

from __future__ import annotations

from rich.cells import cell_len

from editor.report.draft_report import Row
from editor.text.cells import cut
from editor.text.printable import printable

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEAST_BAR = 3  # cells
_LEAST_LABEL = 8  # least cells that a note leaves for a label


def drawn(row: Row, width: int) -> str:
    """Return a row in `width` cells: its label, its bar if it has one and there is room, its note at the right edge."""
    label, note = printable(row.label), printable(row.note)
    if row.share is not None:
        room = width - cell_len(label) - cell_len(note) - 2
        if room >= _LEAST_BAR:
            label = f"{label} {bar(row.share, room)}"
    room = width - cell_len(note) - 1 if note else width
    if room < min(_LEAST_LABEL, cell_len(label)):
        room, note = width, ""
    label = cut(label, room)
    return label + (" " * (room - cell_len(label) + 1) + note if note else "")


def bar(share: float, width: int) -> str:
    """Return a bar whose full length is `width` cells; any share above 0 shows at least a sliver."""
    eighths = round(share * width * 8)
    if share > 0:
        eighths = max(1, eighths)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
