"""Continuations by the model: where they begin, which tokens are chosen, where they end."""
