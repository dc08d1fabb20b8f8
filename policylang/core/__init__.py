"""The compiled policy: its facts as variables with cells, its meaning as decision diagrams and as an index."""
