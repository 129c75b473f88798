"""Officers' pages of cases."""
