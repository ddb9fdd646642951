"""The documents that the worker has open, and the results kept for them."""
