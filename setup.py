"""Builds the rules as compiled extensions where that is possible.

Everything else about the project is in pyproject.toml. A missing compiler or a failing Cython
never fails the install: the rules are plain Python and then run as such.

Environment
-----------
FUNNELSIM_CHECKED=1
    build with bounds checks and wraparound on (for the parity tests under sanitizers).
FUNNELSIM_PURE=1
    build nothing, run the rules interpreted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

RULES = Path("src/funnelsim/rules")
CHECKED = os.environ.get("FUNNELSIM_CHECKED") == "1"

# These only lend names to the others: constants and, in C, the mathematics library.
NOT_COMPILED = {
    "address_flags",
    "cold_causes",
    "event_kinds",
    "families",
    "numerics",
    "purposes",
    "talk_outcomes",
    "work_orders",
}


def directives() -> dict[str, object]:
    return {
        "language_level": 3,
        "boundscheck": CHECKED,
        "wraparound": CHECKED,
        "cdivision": True,
        "cpow": True,
        # The .pxd says the types; Python's annotations would make an int an object.
        "annotation_typing": False,
        "infer_types": True,
        "initializedcheck": CHECKED,
        "embedsignature": True,
    }


def extensions() -> list[Extension]:
    """The rules with an augmenting .pxd, or nothing if they cannot be translated here."""
    if os.environ.get("FUNNELSIM_PURE") == "1":
        return []
    try:
        from Cython.Build import cythonize
    except ImportError:
        print("funnelsim: no Cython, the rules will run interpreted", file=sys.stderr)
        return []
    # Contracted multiply-adds would give other last bits than the interpreted twin.
    flags = ["/fp:precise"] if sys.platform == "win32" else ["-O2", "-ffp-contract=off"]
    modules = [
        Extension(
            f"funnelsim.rules.{pxd.stem}",
            [str(pxd.with_suffix(".py"))],
            extra_compile_args=flags,
        )
        for pxd in sorted(RULES.glob("*.pxd"))
        if pxd.stem not in NOT_COMPILED
    ]
    folder = "build/cython-checked" if CHECKED else "build/cython"
    try:
        modules = cythonize(modules, compiler_directives=directives(), build_dir=folder)
    except Exception as error:  # whatever stops the translation must not stop the install
        print(f"funnelsim: rules not translated, they run interpreted: {error}", file=sys.stderr)
        return []
    for module in modules:  # only now: cythonize makes new extensions and drops this mark
        module.optional = True
    return modules


setup(
    ext_modules=extensions(),
    options={"build_ext": {"parallel": os.cpu_count() or 1, "force": CHECKED}},
)
