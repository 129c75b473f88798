"""What tablets bring and take."""
