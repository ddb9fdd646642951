"""What the verbs without a screen share: drafts with their settings, and having them read by the worker."""
