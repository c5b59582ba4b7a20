"""Run the blocks of README.md and of the pages in docs, and keep the output they show true.

`python scripts/doc_blocks.py` runs the pages and writes fresh output into them; page names as
arguments choose some; `--check` only says where a page differs.

What runs, page by page in one temporary folder with the shipped `scenarios`:

- a block after the comment `<!-- file: NAME -->` becomes that file;
- a `console` block: each line after `$ ` is a command (a backslash at its end goes on), what
  follows is its output;
- a `python` block; all blocks of a page share their names. A `text` block right after it is what
  it prints.

A block after the comment `<!-- not run: why -->` is left alone; blocks of other languages are
never run. Stamps in the names of run folders may differ.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import funnelsim

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "README.md",
    *sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md")),
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = re.compile(r"<!-- not run: .+ -->\s*$")
_FILE = re.compile(r"<!-- file: ([\w.-]+) -->\s*$")
_STAMP = re.compile(r"\d{8}-\d{6}")


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes
    ----------
    begin, end
        Where its body stands in the page.
    runs
        Whether it may be run.
    file
        Name of the file that it becomes, if any.
    """

    language: str
    body: str
    begin: int
    end: int
    runs: bool
    file: str


def blocks_of(text: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found = []
    for match in _FENCE.finditer(text):
        before = text[: match.start()].rpartition("```")[2]
        file = _FILE.search(before)
        found.append(
            Block(
                match[1],
                match[2],
                match.start(2),
                match.end(2),
                not _NOT_RUN.search(before),
                file[1] if file else "",
            )
        )
    return found


def fresh(text: str) -> str:
    """The page with the output that its blocks give now.

    Raises
    ------
    RuntimeError
        A command or a Python block failed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scenarios").symlink_to(ROOT / "scenarios")
        changed = list(_changed(blocks_of(text), text, folder))
    for block in reversed(changed):
        text = text[: block.begin] + block.body + text[block.end :]
    return text


def _changed(blocks: list[Block], text: str, folder: Path) -> Iterator[Block]:
    """Blocks that show output, with what it is now."""
    names: dict[str, object] = {"__name__": "__main__"}
    for number, block in enumerate(blocks):
        if not block.runs:
            continue
        if block.file:
            (folder / block.file).write_text(block.body, encoding="utf-8")
        elif block.language == "console":
            yield replace(block, body=_console(block.body, folder))
        elif block.language == "python":
            printed = _python(block.body, names, folder)
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            if after and after.language == "text" and _adjacent(text, block, after):
                yield replace(after, body=printed)
            elif printed:
                raise RuntimeError(f"a block prints and shows no output:\n{block.body}")


def _adjacent(text: str, block: Block, after: Block) -> bool:
    return not text[block.end + 3 : after.begin - len("```text\n")].strip()


def _console(body: str, folder: Path) -> str:
    """The commands of a block, each with its output."""
    shown: list[str] = []
    lines = iter(body.splitlines())
    for line in lines:
        if not line.startswith("$ "):
            continue
        command = [line]
        while command[-1].endswith("\\"):
            command.append(next(lines))
        shown += [*command, *_run("\n".join(command)[2:], folder)]
    return "\n".join(shown) + "\n"


def _run(command: str, folder: Path) -> list[str]:
    tools = folder / ".bin"
    tools.mkdir(exist_ok=True)
    shim = tools / "funnelsim"
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} -m funnelsim "$@"\n')
    shim.chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ.get('PATH', '')}"
    # The commands run the package that is imported here, wherever it lies.
    package = str(Path(funnelsim.__file__).resolve().parents[1])
    env = os.environ | {
        "PATH": path,
        "PYTHONPATH": package,
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        command, shell=True, cwd=folder, env=env, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=1800,
    )  # fmt: skip
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise RuntimeError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    # A terminal shows both; progress is for people who wait.
    shown = done.stdout if done.returncode == 0 else done.stdout + done.stderr
    return [line.rstrip() for line in shown.splitlines()]


def _python(body: str, names: dict[str, object], folder: Path) -> str:
    printed = io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(body, "<block>", "exec"), names)
    except Exception as error:
        raise RuntimeError(f"{type(error).__name__}: {error}\nin\n{body}") from error
    finally:
        os.chdir(before)
    return "".join(line.rstrip() + "\n" for line in printed.getvalue().splitlines())


def comparable(text: str) -> str:
    """A page with what differs from run to run masked."""
    return _STAMP.sub("STAMP", text)


def difference(page: str) -> str:
    """How a page differs from what its blocks give now; empty if it does not."""
    shown = comparable((ROOT / page).read_text(encoding="utf-8"))
    now = comparable(fresh((ROOT / page).read_text(encoding="utf-8")))
    lines = difflib.unified_diff(
        shown.splitlines(), now.splitlines(), page, "what the blocks give now", lineterm=""
    )
    return "\n".join(lines)


def main() -> int:
    """Refresh the pages, or with `--check` compare them."""
    check = "--check" in sys.argv[1:]
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")] or PAGES
    stale = 0
    # Python's blocks change the folder of their process.
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for page, found in zip(
            chosen, pool.map(difference if check else _refreshed, chosen), strict=True
        ):
            stale += check and bool(found)
            print(found or f"{page}: as shown")
    return min(stale, 1)


def _refreshed(page: str) -> str:
    path = ROOT / page
    path.write_text(fresh(path.read_text(encoding="utf-8")), encoding="utf-8")
    return f"{page}: written"


if __name__ == "__main__":
    sys.exit(main())
