"""The meaning of a document's Markdown, line by line and span by span; the text itself is never changed."""
