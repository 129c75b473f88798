"""Roles that wait for a second person."""
