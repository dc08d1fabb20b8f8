"""Reduced ordered decision diagrams over variables with finitely many cells. Knows nothing of policies."""
