"""The command line: arguments in, one stage called, result out.

Data goes to stdout, talk to stderr.  Exit 0: done; 1: the data breaks a shape; 2: wrong call or failed run.
"""

from kg.cli.main import main

__all__ = ["main"]
