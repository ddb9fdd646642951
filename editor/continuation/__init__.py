"""Ghost text: how the model would go on at the caret, shown when the writer asks, taken whole or in pieces."""
