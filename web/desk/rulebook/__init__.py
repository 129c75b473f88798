"""Officers' pages of the rulebook."""
