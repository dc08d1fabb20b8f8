"""How far the scenarios of a policy guard it: what they reach, and which slips of the pen they notice."""
