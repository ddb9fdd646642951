"""A draft as a page for others: HTML, coloured text for terminals, or a picture."""
