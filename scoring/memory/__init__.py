"""The memory of the writer's own texts: how often a token followed the same tokens there."""
