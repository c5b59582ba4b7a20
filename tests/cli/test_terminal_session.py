"""What a person at a terminal sees: questions, and a bar that moves."""

import os
import re
import select
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

TINY = Path(__file__).parents[1] / "tiny.yaml"
ANSWERS = {
    "What do you sell": ["software", "agency"],
    "What is the target": ["20 customers by 2028-06-30"],
    "how many were won": ["12 of 40"],
    "how many does sales accept": ["30"],
}


def session(words, cwd, answers=None):
    """Run the command on a pseudo-terminal, answer its questions; what was on the screen."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(cwd)
        os.environ.update(COLUMNS="100", TERM="xterm-256color")
        os.execv(sys.executable, [sys.executable, "-m", "funnelsim", *words])
    waiting = {question: list(texts) for question, texts in (answers or {}).items()}
    screen, answered, deadline = "", 0, time.monotonic() + 240
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1.0)
        try:
            screen += os.read(terminal, 65536).decode() if ready else ""
        except OSError:
            break
        tail = screen[answered:]
        if answers is not None and re.search(r"\[e\.g\. [^\]]+\]: $", tail):
            texts = next((t for q, t in waiting.items() if q in tail.splitlines()[-1]), [])
            os.write(terminal, (texts.pop(0) if texts else "").encode() + b"\n")
            answered = len(screen)
    _, status = os.waitpid(process, 0)
    return screen, os.waitstatus_to_exitcode(status)


def test_init_asks_and_asks_again(tmp_path):
    screen, code = session(["init", "plan.yaml", "--no-run"], tmp_path, ANSWERS)
    assert code == 0, screen
    assert "'software' is no kind" in screen
    assert screen.count("What do you sell") >= 2
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert "kind: agency" in text
    assert "customers: 20" in text
    assert "win_rate: 12 of 40" in text
    assert "how many leads come" in screen


def test_a_bar_from_the_first_moment(tmp_path):
    screen, code = session(
        ["run", str(TINY), "-n", "4", "--threads", "1", "--out", "here"], tmp_path
    )
    assert code == 0, screen
    bare = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen)
    assert bare.index("0/4") < bare.index("4/4") < bare.index("80 % chance")
    assert re.search(r"chance \d+ % ± \d+", bare)
