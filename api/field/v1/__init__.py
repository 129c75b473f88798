"""Protocol 1 of the tablet: docs/field-protocol.md."""
