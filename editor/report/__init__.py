"""The report on a draft: how readable it is, what repeats, what is long; and the words written on each day."""
