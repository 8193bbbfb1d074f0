"""The command line as a module: `python -m signage`."""

from __future__ import annotations

from signage.cli import main

if __name__ == "__main__":
    main()
