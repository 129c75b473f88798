"""Officers' pages of requests to act for a licensee, and of the letters with a claim code."""
