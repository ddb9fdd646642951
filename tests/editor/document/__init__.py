"""Tests of the document: text, history, annotations and files."""
