"""Wire formats as data: where text lives in each API. Pure; no socket, clock or setting."""
