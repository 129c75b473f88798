"""Officers' pages of radio examination."""
