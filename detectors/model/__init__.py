"""The name model: a small tagger of our own that finds people's names and street addresses."""
