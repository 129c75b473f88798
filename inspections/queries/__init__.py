"""Shaped reads of inspections: no HTTP, nothing written."""
