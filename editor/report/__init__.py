"""The report on a draft: readability, repetitions, long sentences; and the words written on each day."""
