"""Pages for everybody, no account needed."""
