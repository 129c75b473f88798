"""Files into the register."""
