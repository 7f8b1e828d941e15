"""The edge: HTTP in, HTTP out, and the waiting in between."""
