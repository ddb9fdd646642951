"""Who wrote a draft: marks on text accepted from the model, and the record of it that is kept next to the file."""
