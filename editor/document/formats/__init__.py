"""Kinds of file: which kind a draft is, and which parts of it are prose."""
