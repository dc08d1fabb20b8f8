"""Text and tree: the parser, the formatter, the highlighter. Knows nothing of names or meaning."""
