"""What an operator decides: settings and policies, read once and never changed."""
