"""Reads: what a tablet takes along, what the office sees of it."""
