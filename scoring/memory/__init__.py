"""What the writer's own texts say about a text: how often a token followed the same tokens there."""
