"""The blocks of README and docs run, and show what they give."""

import re

import doc_blocks
import pytest

PAGES = [
    page
    for page in doc_blocks.PAGES
    if any(
        block.language in ("console", "python") and block.runs
        for block in doc_blocks.blocks_of((doc_blocks.ROOT / page).read_text(encoding="utf-8"))
    )
]


@pytest.mark.slow  # `scripts/check docs` runs the blocks of all pages too
@pytest.mark.parametrize("page", PAGES)
def test_blocks_show_what_they_give(page):
    assert doc_blocks.difference(page) == ""


def test_every_word_of_the_run_in_the_readme_still_occurs():
    """The quick look; the slow test above repeats the run to the last digit."""
    readme = (doc_blocks.ROOT / "README.md").read_text(encoding="utf-8")
    first = next(b for b in doc_blocks.blocks_of(readme) if b.language == "console")
    few = "funnelsim run scenarios/industrial-b2b.yaml -n 40 --seed 7 --out few"
    page = doc_blocks.fresh(f"```console\n$ {few}\n```\n")
    shown, given = (set(re.findall(r"[A-Za-z][A-Za-z-]+", text)) for text in (first.body, page))
    assert shown - {"head"} <= given


STALE = """\
<!-- file: hello.txt -->

```text
one two
```

```console
$ cat hello.txt \\
    && echo 20270101-120000
three
$ false
```

```python
print(Path(open("hello.txt").name).name)
```

```text
nothing
```

<!-- not run: it would never end -->

```console
$ sleep 9999
```
"""


def test_a_page_is_refreshed_and_what_is_not_run_stays():
    fresh = doc_blocks.fresh(STALE.replace("Path(open", "__import__('pathlib').Path(open"))
    assert "&& echo 20270101-120000\none two\n20270101-120000\n$ false\n```" in fresh
    assert "```text\nhello.txt\n```" in fresh
    assert fresh.endswith("$ sleep 9999\n```\n")
    assert doc_blocks.fresh(fresh) == fresh


def test_stamps_of_run_folders_may_differ():
    left, right = (f"runs/{stamp}-plan" for stamp in ("20270101-120000", "20280202-130000"))
    assert doc_blocks.comparable(left) == doc_blocks.comparable(right)


@pytest.mark.parametrize("block", ["```python\n1 / 0\n```\n", "```console\n$ exit 2\n```\n"])
def test_a_failing_block_is_an_error(block):
    with pytest.raises(RuntimeError):
        doc_blocks.fresh(block)


def test_output_that_is_not_shown_is_an_error():
    with pytest.raises(RuntimeError, match="shows no output"):
        doc_blocks.fresh("```python\nprint(1)\n```\n")
