"""Answering questions, and measuring how well texts answer them."""
