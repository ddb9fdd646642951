"""The text after a place, written on by the model: where it begins, which tokens are taken, where it ends."""
