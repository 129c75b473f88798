"""Holds: why a holder may not have a right granted, renewed, amended or transferred for now."""
