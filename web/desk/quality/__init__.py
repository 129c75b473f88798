"""Data quality: what the register finds wrong with itself, and the work list of each rule."""
