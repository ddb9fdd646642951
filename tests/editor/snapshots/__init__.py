"""Pictures of the main screens."""
