"""Make the pictures of the docs: charts of reports, from shipped scenarios.

`python scripts/make_pictures.py` simulates and draws them into docs/pictures, and notes in
docs/pictures/made.json what each was made of. `--check` simulates again and fails where a chart
would show something else; how matplotlib draws it may differ from version to version.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
MADE = FOLDER / "made.json"
COLOURS = 64
"""A chart has few colours, and is a third of the size if it says so."""

Data = dict[str, Any]

PICTURES = {
    "coin-toss": ("run ten-customers.yaml -n 400", "customers-distribution"),
    "year": ("run industrial-b2b.yaml -n 100", "revenue-fan"),
    "cold": ("cold industrial-b2b.yaml -n 10", "cold-loss"),
    "policies": (
        "compare overload.yaml more-leads sell-first more-leads+sell-first -n 40",
        "compare-differences",
    ),
    "volume": ("sweep overload.yaml --vary volume=x0.5..x3:7 -n 40", "sweep-chance-1"),
}
"""By name: what is run, and the card of its report whose chart is taken."""


def report_of(command: str) -> Data:
    """The report of a command on a shipped scenario, by the seed 7."""
    verb, scenario, *options = command.split()
    with tempfile.TemporaryDirectory() as name:
        words = [verb, str(ROOT / "scenarios" / scenario), *options, "--seed", "7"]
        done = subprocess.run(
            [sys.executable, "-m", "funnelsim", *words, "--out", f"{name}/run", "-q"],
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr}")
        found: Data = json.loads(Path(name, "run", "report.json").read_text(encoding="utf-8"))
    return found


def card_of(report: Data, identity: str) -> Data:
    """One card of a report."""
    found: Data = next(card for card in report["cards"] if card["id"] == identity)
    return found


def shown(card: Data) -> str:
    """What a chart shows, as a hash: its data, to eight digits, and its sentence."""
    text = json.dumps(_rounded([card["picture"], card["finding"]]), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _rounded(data: Any) -> Any:
    if isinstance(data, float):
        return float(f"{data:.8g}")
    if isinstance(data, dict):
        return {key: _rounded(body) for key, body in data.items()}
    return [_rounded(item) for item in data] if isinstance(data, list) else data


def draw(name: str, report: Data, card: Data) -> None:
    """Write docs/pictures/NAME.png."""
    from PIL import Image

    from funnelsim.reports import plot

    with tempfile.TemporaryDirectory() as folder:
        (path,) = plot.save(report | {"cards": [card]}, folder)
        with Image.open(path) as drawn:
            drawn.convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def main() -> int:
    """Make the pictures, or with `--check` compare what they show."""
    check = "--check" in sys.argv[1:]
    made: dict[str, Data] = {}
    for name, (command, identity) in PICTURES.items():
        report = report_of(command)
        card = card_of(report, identity)
        made[name] = {"command": command, "card": identity, "shows": shown(card)}
        if not check:
            FOLDER.mkdir(exist_ok=True)
            draw(name, report, card)
    if not check:
        MADE.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        return 0
    kept = json.loads(MADE.read_text(encoding="utf-8"))
    stale = [name for name in made if made[name] != kept.get(name)]
    if stale or set(kept) != set(made):
        print(f"docs/pictures: run python scripts/make_pictures.py ({', '.join(stale)} differ)")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
