"""Pages of licensees: what they hold, what they ask for, what is asked of them."""
