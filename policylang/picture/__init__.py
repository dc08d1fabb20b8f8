"""Pictures of question trees: a tree as a value, its layout, and its writers as text, SVG, dot, Mermaid and HTML."""
