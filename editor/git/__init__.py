"""How a draft differs from the last commit: marks in the margin, commands to go to a change and to revert it."""
