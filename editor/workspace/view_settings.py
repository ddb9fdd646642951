"""What settings say of how a draft is shown, and copied."""

from __future__ import annotations

from editor.settings.settings import Settings
from editor.view.canvas.canvas import Canvas


def follow_view_settings(canvas: Canvas, settings: Settings, before: Settings | None) -> None:
    """Show a draft as its settings say, as far as they differ from what they were: what was switched by a key stays."""

    def changed(name: str) -> bool:
        return before is None or getattr(before, name) != getattr(settings, name)

    if changed("column"):
        canvas.set_column(settings.column or None)
    if changed("live_preview"):
        canvas.set_mode("preview" if settings.live_preview else "source")
    if changed("typewriter"):
        canvas.typewriter = settings.typewriter
    if changed("focus"):
        canvas.focus_on = settings.focus
    if changed("gutter"):
        canvas.has_gutter = settings.gutter
    canvas.copy_as = settings.copy_as
