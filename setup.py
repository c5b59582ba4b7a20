"""Builds what must be fast as compiled extensions where that is possible.

Python files with an augmenting .pxd beside them (rules, folds) are compiled as they stand, .pyx
files (the compiled engine) are written for it. Everything else about the project is in
pyproject.toml. A missing compiler or a failing Cython never fails the install: rules and folds
are plain Python and then run as such, and the reference engine serves.

Environment
-----------
FUNNELSIM_CHECKED=1
    build with bounds checks, wraparound and the sanitizers of gcc, see scripts/sanitized.
FUNNELSIM_PURE=1
    build nothing, run the rules interpreted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

SOURCE = Path("src")
RULES = SOURCE / "funnelsim" / "rules"
WRITTEN_AS_PYTHON = (RULES, SOURCE / "funnelsim" / "outcomes")
WRITTEN_FOR_C = (
    SOURCE / "funnelsim" / "engines" / "compiled",
    SOURCE / "funnelsim" / "outcomes",
)
SHARED = "funnelsim.rules._cython"
"""Where Cython puts what all modules need of it; compiling that once saves half the time."""
CHECKED = os.environ.get("FUNNELSIM_CHECKED") == "1"
SANITIZERS = "-fsanitize=address,undefined"

# These only lend names to the others: constants and, in C, the mathematics library.
NOT_COMPILED = {
    "address_flags",
    "cold_causes",
    "event_kinds",
    "families",
    "mechanisms",
    "numerics",
    "purposes",
    "raw",
    "talk_outcomes",
    "work_orders",
    "c_math",
    "exact",
    "records",
    "row_codes",
    "tally_codes",
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


def sources() -> list[Path]:
    """What is compiled, each to a module of its own."""
    augmented = [p for folder in WRITTEN_AS_PYTHON for p in sorted(folder.glob("*.pxd"))]
    paired = [p.with_suffix(".py") for p in augmented if p.stem not in NOT_COMPILED]
    return paired + [p for folder in WRITTEN_FOR_C for p in sorted(folder.glob("*.pyx"))]


def dotted(path: Path) -> str:
    """Name of the module in a source file."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def flags() -> dict[str, list[str]]:
    """Of compiler and linker."""
    if sys.platform == "win32":
        return {"extra_compile_args": ["/fp:precise"]}
    # Contracted multiply-adds would give other last bits than the interpreted twin.
    exact = "-ffp-contract=off"
    if not CHECKED:
        return {"extra_compile_args": ["-O3", exact]}
    told = ["-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer", "-g", "-O1"]
    return {
        "extra_compile_args": [SANITIZERS, *told, exact],
        "extra_link_args": [SANITIZERS],
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
    modules = [Extension(dotted(p), [str(p)], **flags()) for p in sources()]
    modules.append(Extension(SHARED, [str(RULES / "_cython.c")], **flags()))
    try:
        modules = cythonize(
            modules,
            compiler_directives=directives(),
            build_dir="build/cython-checked" if CHECKED else "build/cython",
            shared_utility_qualified_name=SHARED,
        )
    except Exception as error:  # whatever stops the translation must not stop the install
        print(f"funnelsim: rules not translated, they run interpreted: {error}", file=sys.stderr)
        return []
    # The compiler starts with the largest, so that no processor waits for it at the end.
    return sorted(modules, key=lambda module: -os.path.getsize(module.sources[0]))


class AllOrNone(build_ext):
    """Without a compiler, or where one module fails, none is kept: they call one another in C."""

    def build_extensions(self) -> None:
        try:
            super().build_extensions()
        except Exception as error:  # whatever stops the compiler must not stop the install
            print(f"funnelsim: not compiled, the rules run interpreted: {error}", file=sys.stderr)
            for module in self.extensions:
                Path(self.get_ext_fullpath(module.name)).unlink(missing_ok=True)
            self.extensions = []


setup(
    ext_modules=extensions(),
    cmdclass={"build_ext": AllOrNone},
    options={"build_ext": {"parallel": os.cpu_count() or 1, "force": CHECKED}},
)
