"""The commands: each opens the services, calls one function and prints one report.

Results go to stdout, talk to stderr. Exit status: 0 done, 1 done with losses, 2 cannot.
The modules here import only what `--help` needs; a command imports the rest when it runs.
"""

from feedsvc.cli.root import main

__all__ = ["main"]
