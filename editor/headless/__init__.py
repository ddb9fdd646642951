"""The verbs without a screen, and their shared parts: drafts with their settings, and scoring them."""
