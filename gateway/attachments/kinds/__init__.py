"""One kind of document a file: pure functions from bytes to text."""
