"""Kinds of licenses."""
