"""Shaped reads of enforcement: no HTTP, nothing written."""
