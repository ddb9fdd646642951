"""Kinds of file: which a draft is of, and what of it is prose."""
