"""What the register finds wrong with itself: rules over batches of rows, a nightly run, and what people make of it."""
