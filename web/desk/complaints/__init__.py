"""Officers' pages of complaints and reports."""
