"""The tablet's application in a real browser: its store and its sending, tried against every fault we know of."""
