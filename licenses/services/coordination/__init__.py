"""Whether a frequency can be assigned at a place."""
