"""Officers' pages of places and positions."""
