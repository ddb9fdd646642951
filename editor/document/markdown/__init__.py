"""What the Markdown of a document means, line by line and span by span; the text itself is never changed."""
