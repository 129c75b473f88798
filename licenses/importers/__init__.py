"""Reads files of other registers and of our own format: pure parsing and checking, no tables, nothing written."""
