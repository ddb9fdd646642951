"""`logprose check`: what the model would change, as a linter tells it."""
