"""What differs between kinds of right-holders and rights."""
