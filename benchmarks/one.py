"""Prints the tables of one module; `python -m benchmarks` runs it for each in a fresh process."""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    found = import_module(f"benchmarks.{sys.argv[1]}").tables()
    print("\n\n".join(table.markdown() for table in found))
