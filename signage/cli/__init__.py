"""The command line: parse, call, print. `signage --help` explains itself, in Chinese or with `--lang en` in English.

Exit status: 0 done or passed; 1 the worst verdict is FAIL, UNMEASURED or REVIEW, or a verification fails; 2 bad
input; 3 a tool or the database failed. Each module holds one group of commands; heavy packages are imported inside.
"""

from signage.cli.app import main

__all__ = ["main"]
