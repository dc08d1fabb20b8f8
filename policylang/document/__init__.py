"""Pages: a policy told in plain words, as Markdown, for readers who never saw a policy file."""
