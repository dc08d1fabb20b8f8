"""What can be wrong, as values, and its rendering: as text with roles, as JSON lines, as SARIF.

The one idea: a diagnostic is data from the pass that finds it to the face that shows it. Nothing
here reads a file, and nothing here knows colour.
"""
