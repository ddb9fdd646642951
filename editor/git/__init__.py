"""Where a draft differs from its file in the last commit: marks in the margin, moves between them, reverting."""
