"""The daily work, for the administrator: what ran, what it did, what failed."""
