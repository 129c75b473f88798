"""The tablet's door."""
