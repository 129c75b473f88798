"""Officers' pages of issued papers."""
