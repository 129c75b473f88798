"""Pages for the officers who do the work."""
