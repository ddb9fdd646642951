"""Questions put to the writer's own drafts: which passages answer them, and where they are."""
