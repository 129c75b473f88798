"""Officers' pages of applications and their clock."""
