"""Keeps scores and flags in files, so that no text is scored twice."""
