"""The applications of licensees, from the first step to the answer."""
