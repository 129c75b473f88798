"""The public register: what may be asked of it, what it shows, and what it holds back."""
