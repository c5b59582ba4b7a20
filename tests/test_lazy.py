"""Packages that run when something of them is first used."""

import importlib
import subprocess
import sys
import threading
from types import ModuleType

import pytest

from funnelsim.lazy import lazily


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package whose own code leaves a file behind when it runs."""
    folder = tmp_path / "heavy_one"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "import time\n"
        "from pathlib import Path\n"
        "from heavy_one import light\n"
        "with (Path(__file__).parent / 'ran').open('a') as file:\n    file.write('x')\n"
        "time.sleep(0.05)\n"
        "answer = light.half * 2\n"
    )
    (folder / "light.py").write_text("half = 21\n")
    (folder / "other.py").write_text("from heavy_one import answer\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] == "heavy_one"]:
        del sys.modules[name]


def runs(folder):
    return len((folder / "ran").read_text()) if (folder / "ran").exists() else 0


def test_a_module_of_the_package_does_not_run_it(package):
    lazily("heavy_one")
    light = importlib.import_module("heavy_one.light")
    from heavy_one import light as same

    assert light is same
    assert light.half == 21
    assert runs(package) == 0


def test_its_own_names_run_it_once(package):
    lazily("heavy_one")
    import heavy_one

    assert heavy_one.answer == 42
    assert importlib.import_module("heavy_one.other").answer == 42
    assert type(heavy_one) is ModuleType
    assert sys.modules["heavy_one"] is heavy_one
    assert runs(package) == 1


def test_threads_that_ask_at_once_wait_for_it(package):
    lazily("heavy_one")
    import heavy_one

    found = []
    threads = [threading.Thread(target=lambda: found.append(heavy_one.answer)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [42] * 4
    assert runs(package) == 1


def test_what_it_does_not_have_is_an_attribute_error(package):
    lazily("heavy_one")
    import heavy_one

    with pytest.raises(AttributeError, match="question"):
        _ = heavy_one.question
    with pytest.raises(ImportError):
        importlib.import_module("heavy_one.question")


def test_a_package_that_fails_fails_every_time(package):
    (package / "__init__.py").write_text("raise RuntimeError('not today')\n")
    lazily("heavy_one")
    import heavy_one

    for _ in range(2):
        with pytest.raises(RuntimeError, match="not today"):
            _ = heavy_one.answer


def test_what_is_there_or_nowhere_is_left_alone():
    before = sys.modules["importlib"]
    lazily("importlib")
    lazily("no_such_package")
    lazily("no_such_package.inner")
    assert sys.modules["importlib"] is before
    assert "no_such_package" not in sys.modules


def test_special_functions_are_the_same_before_and_after_their_package_runs():
    script = (
        "from funnelsim.rules import numerics\n"
        "import sys\n"
        "before = numerics.ndtri(0.3), numerics.gammaincinv(2.5, 0.4)\n"
        "assert 'scipy.special._basic' not in sys.modules\n"
        "import scipy.special as special\n"
        "after = special.ndtri(0.3), special.gammaincinv(2.5, 0.4)\n"
        "assert before == after\n"
        "assert special.cython_special.ndtri(0.3) == before[0]\n"
        "import scipy.stats\n"
        "assert scipy.stats.norm.ppf(0.3) == before[0]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
