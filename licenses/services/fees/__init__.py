"""Fees: what is charged, the invoice, the money that comes in, what happens when none comes."""
