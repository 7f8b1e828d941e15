"""Text in, findings out: what is personal in a text, and why.

Knows nothing of HTTP, wire formats or settings.
"""
