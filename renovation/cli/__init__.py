"""The command `renovation`: works on the same database as the dashboard, with the same code, in a terminal.

Each module declares some commands and runs them; `entry` joins them. `.venv/bin/renovation --help` lists them.
"""

from renovation.cli.entry import main

__all__ = ["main"]
