"""Applications: clock, desk, decisions, grants, pages."""
