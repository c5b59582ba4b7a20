"""The pictures of the docs are few, small, used, and noted with what they were made of."""

import json
import re

import make_pictures
import pytest

DOCS = make_pictures.ROOT / "docs"
MADE = json.loads(make_pictures.MADE.read_text(encoding="utf-8"))
MOST_BYTES = 60_000


def test_every_picture_is_noted_and_used():
    files = {path.stem for path in make_pictures.FOLDER.glob("*.png")}
    assert files == set(MADE) == set(make_pictures.PICTURES)
    used = {
        (page.parent / target).resolve().stem
        for page in DOCS.rglob("*.md")
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    }
    assert used == files


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_picture_is_small_and_of_a_shipped_scenario(name):
    assert (make_pictures.FOLDER / f"{name}.png").stat().st_size < MOST_BYTES
    command, card = make_pictures.PICTURES[name]
    assert (MADE[name]["command"], MADE[name]["card"]) == (command, card)
    assert (make_pictures.ROOT / "scenarios" / command.split()[1]).is_file()


def test_a_picture_shows_what_its_run_gives_now():
    command, card = make_pictures.PICTURES["coin-toss"]
    found = make_pictures.card_of(make_pictures.report_of(command), card)
    assert make_pictures.shown(found) == MADE["coin-toss"]["shows"]
    found["picture"]["series"][0]["shares"][0] += 0.001
    assert make_pictures.shown(found) != MADE["coin-toss"]["shows"]
