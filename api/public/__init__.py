"""The open door: what anyone may ask."""
