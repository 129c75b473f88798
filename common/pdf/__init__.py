"""Official Vietnamese papers as PDF: page frame, letterhead, text, tables, photographs, signatures, QR code."""
