"""What restores the conversations that a provider keeps: encrypted, bound to its owner, and not for ever."""
