"""Rules that check a text: the spellings of a dialect, and the optional rules of Harper."""
