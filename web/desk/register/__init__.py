"""Officers' pages of the register."""
