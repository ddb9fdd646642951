"""The documents that the worker has open, and what is kept of them."""
