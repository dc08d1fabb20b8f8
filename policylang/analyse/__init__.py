"""Questions about a policy: exact answers about all cases, each with a case that shows it."""
