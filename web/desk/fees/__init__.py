"""The till: invoices, payments, statements of the bank, fee lines, and the accounts fees are paid into."""
