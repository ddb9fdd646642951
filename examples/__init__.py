"""Small programs that use `scoring` as a library; the tests run them."""
