"""Reads of the register and of what is owed in it."""
