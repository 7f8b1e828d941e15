"""Registers and reports as documents: tables and prose, then CSV, JSON, Markdown or a page to print."""
