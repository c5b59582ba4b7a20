"""Whatever the file holds, loading ends in a scenario or in messages, and soon."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnelsim.errors import ScenarioError
from funnelsim.scenario.document import MAX_BYTES, parse_document
from funnelsim.scenario.load import examine, load

CORPUS = Path(__file__).parent.parent / "scenarios"
TEXTS = [
    (path, path.read_text(encoding="utf-8"))
    for folder in ("valid", "invalid")
    for path in sorted((CORPUS / folder).glob("*.yaml"))
    if ".resolved." not in path.name
]
WORDS = [
    "off", "never", "none", "unlimited", "-1", "0", "1e400", "140%", "x1.3", "add 2", "~",
    "2027-02-30", "2027-06-01", "17:30", "true", "[]", "{}", "[1, 2]", "{a: 1}", "null", ".inf",
    "~ 3%..6%", "10 of 40", "50 of 40", "gamma(mean=9 days, cv=0.8)", "gamma(mean=9 days; cv=0.8)",
    "5..30 days", "about 3 h", "EUR 4k", "&a 1", "*a", "<<", "!!int 3", "'", '"', "{", "]", ": ",
    "- ", "\t", "#",
    "\u2028", "é", "𝕏", "9" * 400, "empirical(x.csv; a; b)", "~ draws(x.csv; a)", "12% given reply",
    "60% of rest", "at 40", "otherwise", "set", "extends", "a.b.c", "a b", "",
]  # fmt: skip
FUZZ = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def must_end_in_words(text: str | bytes, path: Path | None = None) -> None:
    """Load; only a ScenarioError with placed problems may come out."""
    try:
        bundle = load(path, text=text, name="fuzz.yaml")
    except ScenarioError as error:
        problems = error.problems
    else:
        assert bundle.hash
        return
    assert any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert "\n" not in str(problem)


@FUZZ
@given(st.text())
def test_any_text(text: str) -> None:
    must_end_in_words(text)


@FUZZ
@given(st.binary())
def test_any_bytes(raw: bytes) -> None:
    must_end_in_words(raw)


@FUZZ
@given(st.text(alphabet="ab: -[]{},#&*!|>'\"%@\n\t1.~?\\"))
def test_text_of_yaml_signs(text: str) -> None:
    must_end_in_words(text)


@FUZZ
@given(st.text(alphabet="ab: -[]{},#&*!|>'\"%@\n\t1.~?\\u0U"))
def test_values_of_yaml_signs(text: str) -> None:
    must_end_in_words(f"from: 2027-01-01\nhandoff: {{delay: {text}}}\n")


DATA = st.recursive(
    st.sampled_from(WORDS) | st.integers() | st.floats(allow_nan=False) | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["leads", "share", "set", "count", "reps", "from", "rules", "a"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
BLOCKS = [
    "from", "until", "horizon", "warm_up", "run_off", "currency", "country", "calendar", "season",
    "targets", "segments", "regions", "deal", "channels", "qualification", "interest", "behaviour",
    "nurture", "shelf_life", "eagerness", "hazards", "handoff", "sla", "teams", "calls",
    "conversation", "stages", "money", "policies", "changes", "levers", "expect", "plan",
    "pipeline", "words", "run", "name", "kind", "extends",
]  # fmt: skip


def flow(data: object) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(flow, data)) + "]"
    return str(data)


@FUZZ
@given(st.lists(st.tuples(st.sampled_from(BLOCKS), DATA), max_size=4))
def test_any_data_under_known_keys(entries: list[tuple[str, object]]) -> None:
    lines = [f"{key}: {flow(value)}\n" for key, value in dict(entries).items()]
    if not any(line.startswith("from:") for line in lines):
        lines.append("from: 2027-01-01\n")
    must_end_in_words("".join(lines))


@FUZZ
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["channels.in", "teams.t.reps", "teams.t", "stages.work", "calls", "handoff.delay",
                 "policies.p", "segments.any", "shelf_life.sql", "channels.in.leads", "a..b", "",
                 "qualification.points", "hazards.competitor.sql", "targets", "run.seed"]
            ),
            DATA,
        ),
        max_size=3,
    )
)  # fmt: skip
def test_any_settings(pairs: list[tuple[str, object]]) -> None:
    base = (CORPUS / "valid" / "one-rep-one-stage.yaml").read_text(encoding="utf-8")
    sets = [f"{key}={flow(value)}" for key, value in pairs]
    _, problems = examine(text=base, sets=sets)
    for problem in problems:
        assert "\n" not in str(problem)


def mutated(text: str, rng: random.Random) -> str:
    """One to three random edits of lines, words or characters."""
    for _ in range(rng.randint(1, 3)):
        lines = text.splitlines(True) or [""]
        at = rng.randrange(len(lines))
        kind = rng.randrange(7)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, rng.choice(lines))
        elif kind == 2:
            words = lines[at].split(" ")
            words[rng.randrange(len(words))] = rng.choice(WORDS)
            lines[at] = " ".join(words)
        elif kind == 3:
            lines[at] = "  " + lines[at]
        elif kind == 4:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 5:
            head, colon, _ = lines[at].partition(":")
            lines[at] = f"{head}{colon} {rng.choice(WORDS)}\n"
        else:
            cut = rng.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + rng.choice("{}[]:,#&*!'\"\\%@ \t9aé") + lines[at][cut:]
        text = "".join(lines)
    return text


@pytest.mark.parametrize("seed", range(20))
def test_mutated_files(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(50):
        path, text = rng.choice(TEXTS)
        must_end_in_words(mutated(text, rng), path)


@pytest.mark.parametrize(
    "raw",
    [
        b"a: b\n" * 10_000_000,
        b"\x00\x01\x02" * 1000,
        b"PK\x03\x04\x14\x00" + bytes(range(256)) * 20,
        b"[" * 400_000,
        b"{a: " * 100_000,
        b"- " * 200_000,
        b"? " * 200_000,
        b"a: b\n" * 100_000,
        b"- a\n" * 120_000,
        b"'" * 500_000,
        b'"' + b"a" * 500_000,
        b"# comment\n" * 50_000,
        b"\n" * 500_000,
        b"a: |\n" + b"  x\n" * 100_000,
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n" * 1000,
        b"a: " + b"9" * 500_000,
        b"a" * 500_000 + b": 1",
        b"%YAML 1.2\n" * 50_000,
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_monstrous_files_are_refused_within_seconds(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "monster.yaml"
    path.write_bytes(raw)
    begun = time.process_time()
    with pytest.raises(ScenarioError):
        load(path)
    assert time.process_time() - begun < 2.5


def test_fifty_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.seek(50_000_000)
        stream.write(b"x")
    begun = time.process_time()
    with pytest.raises(ScenarioError, match="FS002"):
        load(path)
    assert time.process_time() - begun < 0.5


def test_the_limit_is_said_in_the_message() -> None:
    with pytest.raises(ScenarioError, match=f"{MAX_BYTES // 1000} kB"):
        parse_document("a" * (MAX_BYTES + 1), "x.yaml")
