"""Trains the name model: open corpora, marked documents and invented texts in, `weights/` out."""
