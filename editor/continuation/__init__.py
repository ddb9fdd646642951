"""Ghost text: the model's continuation at the caret, shown when the writer asks, accepted whole or in pieces."""
