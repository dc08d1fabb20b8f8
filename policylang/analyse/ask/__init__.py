"""What a reader asks of a policy: is there such a case, what escapes a clause, does a statement hold of all cases."""
