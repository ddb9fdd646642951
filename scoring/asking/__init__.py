"""Questions, and how well texts answer them."""
