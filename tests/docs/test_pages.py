"""Pages that are written from the program are current; pages written by hand leave nothing out."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import make_cli_docs
import make_error_docs
import make_json_docs
import pytest

import funnelsim
from funnelsim.experiments.cold.players import SAYS
from funnelsim.experiments.cold.tables import TABLES as COLD_TABLES
from funnelsim.experiments.compare.tables import TABLES as COMPARE_TABLES
from funnelsim.experiments.drivers.data import TABLES as DRIVERS_TABLES
from funnelsim.experiments.figures import NAMES
from funnelsim.experiments.optimise_data import TABLES as OPTIMISE_TABLES
from funnelsim.experiments.planned import TABLES as PLAN_TABLES
from funnelsim.experiments.sweep_data import TABLES as SWEEP_TABLES
from funnelsim.experiments.tables import TABLES
from funnelsim.model.codes import Cause, Row
from funnelsim.outcomes.conversion import RATES, READINGS
from funnelsim.outcomes.fates import FATES
from funnelsim.outcomes.log import ROW

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")


PAGES_OF_SCRIPTS = [make_cli_docs, make_error_docs, make_json_docs]


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def quoted(page):
    return set(re.findall(r"`([^`\n]+)`", page))


@pytest.mark.parametrize("script", PAGES_OF_SCRIPTS, ids=lambda made: made.PAGE.stem)
def test_generated_pages_are_current(script):
    assert script.PAGE.read_text(encoding="utf-8") == script.page()


def test_every_figure_is_defined():
    read = {f"{rate}_{reading}" for rate in RATES for reading in READINGS}
    assert set(NAMES) - read <= quoted(text("metrics.md"))


def test_every_cause_is_defined():
    assert {cause.name.lower() for cause in Cause} <= quoted(text("metrics.md"))


def test_every_mechanism_fate_and_key_of_a_study_is_defined():
    cold, compare = (json.loads(text(f"schemas/{name}-1.json"))["properties"]
                     for name in ("cold", "compare"))  # fmt: skip
    same = {"schema", "scenario", "currency", "replications", "seed", "engine", "with"}
    causes = {cause.name.lower() for cause in Cause}
    assert set(SAYS) | (set(FATES) - causes) <= quoted(text("cold.md"))
    in_files = {"biggest_assumption", "explained"}
    assert set(cold) - same - in_files - {"attribution"} <= quoted(text("cold.md"))
    policy = set(compare["policies"]["items"]["properties"])
    plain = {"name", "outcomes", "headcount", "evidence"}
    assert policy - plain <= quoted(text("compare.md"))
    page = text("files.md")
    assert all(key in page for key in {*cold, *compare, *policy})


@pytest.mark.parametrize("name", ["plan", "sweep", "drivers", "optimise", "select"])
def test_every_key_of_many_settings_is_in_the_files(name):
    schema = json.loads(text(f"schemas/{name}-1.json"))
    assert set(schema["properties"]) <= set(re.findall(r"\w+", text("files.md")))


def test_every_table_field_and_row_is_described():
    page = text("files.md")
    assert {*TABLES, *COLD_TABLES, *COMPARE_TABLES, *ROW.names} <= quoted(page)
    many = {*PLAN_TABLES, *SWEEP_TABLES, *DRIVERS_TABLES, *OPTIMISE_TABLES}
    assert many <= quoted(page)
    kinds = [f"{kind.value} {kind.name}" for kind in Row]
    assert re.findall(r"^\| (\d+ [A-Z_]+) \|", page, re.MULTILINE) == kinds


def test_the_readme_has_two_lines_that_set_everything_up():
    lines = re.findall(r"^```bash\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)
    assert len(lines) == 2
    assert all("\n" not in line for line in lines)
    setup = "python3 -m venv .venv && .venv/bin/pip install -q"
    assert lines[0] == f"{setup} . && .venv/bin/funnelsim run scenarios/industrial-b2b.yaml"
    assert lines[1].startswith(f"{setup} '.[test]' && .venv/bin/pytest ")


def test_the_readme_says_what_it_is_and_shows_a_run_before_anything_else():
    head = README.partition("\n## ")[0].splitlines()
    assert len(head) < 48
    assert "$ funnelsim run scenarios/industrial-b2b.yaml" in "\n".join(head[:12])


STUDIES = ("HBR 2011", "Mailchimp 2019", "MarketingSherpa", "Velocify", "CSO Insights", "Olist",
           "one school's CRM", "compilations", "practitioners", "customary", "unopened e-mails",
           "US job tenure")  # fmt: skip


def graded_sources():
    """Sources of defaults that claim evidence."""
    cells = re.findall(r"\| ([^|]+?) (?:\(([ABC][+-]?)\)|\| ([ABC][+-]?)) \|", text("scenario.md"))
    return {source for source, *_ in cells}


def test_every_graded_default_rests_on_a_study_that_the_page_of_evidence_weighs():
    sources, page = graded_sources(), text("evidence.md")
    assert len(sources) > 10
    for source in sources:
        named = [study for study in STUDIES if study in source]
        assert named, source
        assert any(study in page for study in named), source


@pytest.mark.parametrize(
    "page", ["README.md", *(p.relative_to(ROOT).as_posix() for p in DOCS.rglob("*.md"))]
)
def test_links_lead_somewhere(page):
    here = ROOT / page
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", here.read_text(encoding="utf-8")):
        assert (here.parent / target).exists(), target


def test_every_key_of_every_json_output_has_its_line():
    page = text("json.md")
    for path in (DOCS / "schemas").glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        section = page.partition(f"\n## `{schema['title']}`\n")[2].partition("\n## ")[0]
        lines = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
        for key in keys_below(schema):
            assert any(line == key or line.endswith(f".{key}") for line in lines), (path.name, key)


def keys_below(schema):
    """Last parts of all keys of a schema, wherever they stand."""
    if isinstance(schema, list):
        for part in schema:
            yield from keys_below(part)
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from keys_below(part)


def test_every_public_name_has_its_place_in_the_interface():
    place = r"^\.\. auto\w+:: (?:funnelsim\.reports\.)?(\w+)$"
    named = re.findall(place, text("api.md"), re.MULTILINE)
    assert sorted(named) == sorted(funnelsim.__all__)


def test_every_page_is_introduced_by_the_first_one():
    index = text("index.md")
    listed = set(re.findall(r"^([\w/-]+)$", index, re.MULTILINE))
    pages = {page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")}
    assert listed == pages - {"index"}
    assert {f"{page}.md" for page in listed} <= set(re.findall(r"\]\(([^)]+)\)", index))


def build(*words):
    path = os.pathsep.join(
        filter(None, [str(Path(funnelsim.__file__).parents[1]), os.environ.get("PYTHONPATH")])
    )
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip


def test_the_site_is_built_without_a_warning(tmp_path):
    for needed in ("myst_parser", "furo"):
        pytest.importorskip(needed, reason="needs the extra docs: pip install '.[docs]'")
    done = build("-m", "docs", "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    index = Path(done.stdout.strip())
    assert index.parent == tmp_path
    assert "What is simulated" in index.read_text(encoding="utf-8")


def test_without_sphinx_it_says_what_is_missing():
    hidden = (
        "import sys; sys.modules['sphinx'] = None; import docs.__main__ as d; sys.exit(d.main([]))"
    )
    done = build("-c", hidden)
    assert done.returncode == 2
    assert "pip install '.[docs]'" in done.stderr
    assert "Traceback" not in done.stderr
