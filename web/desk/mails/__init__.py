"""Mails to licensees: what was told to whom, and what somebody must do about."""
