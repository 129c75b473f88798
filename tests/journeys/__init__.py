"""Whole stories through HTTP only."""
