"""`logprose check`: the model's suggestions, reported like a linter's."""
