"""Officers' pages of visits."""
