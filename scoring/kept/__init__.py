"""What was found out about texts, kept in files, so that no text is scored twice."""
