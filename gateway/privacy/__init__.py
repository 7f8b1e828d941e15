"""The core, pure: extract, decide, rewrite, restore. No clock, socket, database or setting."""
