"""`logprose check`: what the model would change, reported like a linter."""
