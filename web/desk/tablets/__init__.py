"""The office side of the tablets: who is out with which, giving visits out, and what waits for a decision."""
