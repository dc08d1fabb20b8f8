"""The command line: each command reads its arguments, calls the API and renders the answer.

No logic of policies lives here. The one idea is that nothing is loaded before it is needed: `app` names the
commands and their summaries, and the module of a command is imported only when that command runs.
"""
