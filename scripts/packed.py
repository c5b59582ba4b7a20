"""Say what a wheel holds, and fail where that is not what it should be.

``python scripts/packed.py WHEEL``: sources of rules and folds for installations without a
compiler, data, compiled modules; neither C files nor tests.
"""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
BINARY = (".so", ".pyd")
KINDS = (".py", ".pyi", ".pxd", ".yaml", ".csv", ".typed", ".j2", ".css", ".js", *BINARY)
LICENCES = ("LICENSE", "LICENSE-zrender", "NOTICE")
"""What a package consists of; .pyx and .pxi files are of use only where they are compiled."""


def faults(names: list[PurePosixPath]) -> list[str]:
    """What is in the wheel and should not be, or the other way round."""
    packed = {name for name in names if not name.parts[0].endswith(".dist-info")}
    found = [f"{name} has no place in a wheel" for name in sorted(packed) if _strange(name)]
    wanted = {
        PurePosixPath(path.relative_to(ROOT / "src").as_posix())
        for kind in KINDS
        if kind not in BINARY
        for path in (ROOT / "src" / "funnelsim").rglob(f"*{kind}")
    }
    found += [f"{name} is missing" for name in sorted(wanted - packed)]
    compiled = {name.name.partition(".")[0] for name in packed if name.suffix in BINARY}
    rules = ROOT / "src" / "funnelsim" / "rules"
    found += [] if compiled else [f"nothing of {rules} is compiled"]
    return found


def _strange(name: PurePosixPath) -> bool:
    known = name.suffix in KINDS or name.name in LICENCES
    return name.parts[0] != "funnelsim" or not known


def main() -> int:
    """Check the wheel of the command line."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        names = [PurePosixPath(name) for name in wheel.namelist() if not name.endswith("/")]
        size = sum(entry.compress_size for entry in wheel.infolist())
    counted = Counter(name.suffix or name.name for name in names)
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items()))
    print(f"{Path(sys.argv[1]).name}: {size / 1e6:.1f} MB; {said}")
    wrong = faults(names)
    print(*wrong, sep="\n", file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
