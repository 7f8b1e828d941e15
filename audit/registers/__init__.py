"""The officer's registers: incidents and requests, as entries that the chain vouches for."""
