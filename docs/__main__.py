"""Build the documentation as a web site in build/site: ``python -m docs``.

Warnings are errors. ``--to DIR`` builds it elsewhere; further options go on to sphinx-build, for
example ``-E`` to read every page anew.
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "build" / "site"
NEEDED = {"sphinx": "Sphinx", "myst_parser": "MyST", "furo": "Furo", "funnelsim": "funnelsim"}


def main(words: list[str]) -> int:
    """Build the site and say where it begins."""
    options = argparse.ArgumentParser(prog="python -m docs", description=__doc__)
    options.add_argument("--to", type=Path, default=SITE, metavar="DIR", help="else build/site")
    known, others = options.parse_known_args(words)
    missing = [name for module, name in NEEDED.items() if not _there(module)]
    if missing:
        say = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed here"
        print(f"The site cannot be built: {say}. pip install '.[docs]'", file=sys.stderr)
        return 2
    from sphinx.cmd.build import main as build

    failed = build(["-q", "-W", "--keep-going", *others, str(HERE), str(known.to)])
    if not failed:
        print(known.to / "index.html")
    return failed


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # what has been put into sys.modules has no spec
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
