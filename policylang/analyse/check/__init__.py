"""What `check` finds in a policy by itself: what its clauses do together, and what changes nothing."""
