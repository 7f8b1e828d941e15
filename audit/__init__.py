"""What happened, provably: every call on record before it leaves, in a chain that shows tampering."""
