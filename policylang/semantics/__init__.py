"""Names, types and meaning: the resolved policy, and the rules that say what it decides."""
