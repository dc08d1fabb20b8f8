"""Decisions of cases: what a caller gives is read into knowledge, and the decision is written out."""
