"""What waits for a person's approval: told apart by a keyed hash, and kept encrypted while it waits."""
