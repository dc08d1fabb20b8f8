"""The REPL: a policy at a prompt, with a case that is being built and clauses that are being drafted."""
