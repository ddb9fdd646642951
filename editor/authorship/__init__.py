"""Who wrote a draft: the marks of text accepted from the model, and what is kept about it next to the file."""
