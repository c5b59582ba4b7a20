"""Chunks: how they are cut, where they are kept, how they become columns."""

import errno
import os
from dataclasses import replace

import numpy as np
import pytest

from funnelsim.engines.reference import simulate
from funnelsim.errors import RunError
from funnelsim.experiments.board import Board
from funnelsim.experiments.record import pack, write_part
from funnelsim.experiments.replicate import replicate
from funnelsim.experiments.stack import stacked
from funnelsim.experiments.store import FolderStore, MemoryStore
from funnelsim.outcomes.fold import fold

N = 6


@pytest.mark.parametrize("most", [0, 2**30])
def test_columns_are_the_same_from_memory_and_from_a_file(model, alone, most):
    outcomes = [fold(simulate(model, 5, r), model) for r in range(N)]
    parts = [pack(range(1), outcomes[:1]), pack(range(1, N), outcomes[1:])]
    found = stacked(parts, N, most=most)
    assert found.equals(alone.outcomes)
    for i, one in enumerate(outcomes):
        assert found.months[i].tobytes() == one.months.tobytes()
        assert found.items[i].tobytes() == one.items.tobytes()
        assert {name: found.sums[name][i] for name in found.sums} == one.sums
        assert found.by["channel"]["revenue"][i].tolist() == one.by["channel"]["revenue"].tolist()
        assert found.losses[:, 1, 2]["book"][i] == one.losses[1, 2]["book"]
    assert found.losses[:, :, 2]["leads"].tolist() == [
        one.losses[:, 2]["leads"].tolist() for one in outcomes
    ]
    assert not found.equals(stacked(parts[:1], 1, most=most))


def test_a_stack_lacks_nothing(model):
    with pytest.raises(ValueError, match="1 replications where 2 were announced"):
        stacked([pack(range(1), [fold(simulate(model, 5, 0), model)])], 2)


@pytest.fixture(scope="module")
def one(model):
    return pack([0], [fold(simulate(model, 5, 0), model)])


def chunks_of(board, one, seconds_each):
    """Every chunk that a board hands out to a worker that takes so long."""
    while (chunk := board.next_chunk()) is not None:
        board.started(chunk)
        part = replace(one, numbers=np.array(chunk.replications),
                       records=np.repeat(one.records, len(chunk.replications)))  # fmt: skip
        board.finished(chunk, part, seconds_each * part.n)
        yield chunk.replications


class Counting:
    """A store that keeps nothing."""

    folder = None

    def put(self, part):
        pass

    def spans(self):
        return ()


@pytest.mark.parametrize("n", [1, 7, 100, 5000])
@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize("seconds", [1e-5, 0.01, 10.0])
def test_chunks_cover_every_number_once(one, n, width, seconds):
    board = Board(Counting(), lambda step: None, width=width)
    board.want(range(n))
    chunks = list(chunks_of(board, one, seconds))
    assert [r for chunk in chunks for r in chunk] == list(range(n))
    assert board.done == n


def test_chunks_grow_to_half_a_second_and_end_together(one):
    board = Board(Counting(), lambda step: None, width=2)
    board.want(range(1000))
    sizes = [len(chunk) for chunk in chunks_of(board, one, 0.01)]
    assert sizes[:4] == [1, 4, 16, 50]
    assert max(sizes) == 50
    assert sizes[-1] == 1
    long = Board(Counting(), lambda step: None, width=2)
    long.want(range(5))
    assert [len(chunk) for chunk in chunks_of(long, one, 10.0)] == [1] * 5


def test_what_is_there_is_not_done_again(model, alone, engine, tmp_path):
    calls = []

    def counted(model, seed, replication, world=None):
        calls.append(replication)
        return simulate(model, seed, replication)

    name = engine("counted", counted)
    replicate(model, (1, 2, 4), 5, threads=1, chunk_size=2, engine=name,
              store=FolderStore(tmp_path))  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "000000001-2.npz", "000000004-1.npz",
    ]  # fmt: skip
    calls.clear()
    (tmp_path / ".000000009-1.npz.part").write_bytes(b"killed while writing")
    done = replicate(model, N, 5, threads=1, engine=name, store=FolderStore(tmp_path))
    assert calls == [0, 3, 5]
    assert done.outcomes.equals(alone.outcomes)
    assert not list(tmp_path.glob(".*"))


def test_chunks_beyond_memory_go_to_a_folder(model, alone):
    store = MemoryStore(most=20_000)
    done = replicate(model, N, 5, threads=1, chunk_size=1, store=store)
    assert store._spilled is not None
    assert len(list(store._spilled.parts())) == N
    assert not store._held
    assert done.outcomes.equals(alone.outcomes)


def test_a_damaged_chunk_is_named(model, tmp_path):
    replicate(model, 2, 5, threads=1, chunk_size=1, store=FolderStore(tmp_path))
    path = tmp_path / "000000001-1.npz"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(RunError, match=r"000000001-1\.npz is damaged .*; delete it and resume"):
        replicate(model, 2, 5, threads=1, store=FolderStore(tmp_path))
    path.write_bytes((tmp_path / "000000000-1.npz").read_bytes())
    with pytest.raises(RunError, match="other replications than its name says"):
        replicate(model, 2, 5, threads=1, store=FolderStore(tmp_path))


def test_a_full_disk_ends_the_work_and_loses_nothing(model, alone, tmp_path, monkeypatch):
    from funnelsim.experiments import store

    written = []

    def full(part, path, durable):
        written.append(path)
        if len(written) > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_part(part, path, durable=durable)

    monkeypatch.setattr(store, "write_part", full)
    done = replicate(model, N, 5, threads=1, chunk_size=1, store=FolderStore(tmp_path))
    assert done.numbers == (0, 1, 2)
    assert done.missing == 3
    assert done.outcomes.sums["revenue"].tolist() == alone.outcomes.sums["revenue"][:3].tolist()
    assert "could not be written" in done.status[-1].error
    assert "No space left" in done.status[-1].error
