"""The papers of this app: pure functions from a payload to PDF bytes."""
