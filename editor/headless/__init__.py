"""The verbs without a screen, and what they share: drafts with their settings, and scoring them."""
