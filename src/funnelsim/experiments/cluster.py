"""An existing dask.distributed cluster as one more executor."""

from __future__ import annotations

import importlib.metadata
import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from funnelsim.errors import RunError, UsageError

PATIENCE = "10s"
"""How long the scheduler may take to answer."""

SAME = ("funnelsim", "numpy", "scipy")
"""Packages whose versions must be the same everywhere: results depend on them."""


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of a cluster, and how many replications it does at a time.

    A worker that dies costs nothing but time: the scheduler gives its chunks to others.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://HOST:PORT``.

    Raises
    ------
    RunError
        Nobody answers there, there are no workers, or they have other versions.
    UsageError
        Dask is not installed here.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "a cluster needs Dask: pip install 'funnelsim[cluster]', here and on its workers"
        ) from None
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(
            f"no Dask scheduler answers at {address} ({error}); start one with `dask scheduler`"
        ) from error
    with _silence(), client:
        slots = sum(client.ncores().values())
        if not slots:
            raise RunError(
                f"the cluster at {address} has no workers; start `dask worker {address}`"
            )
        _check_versions(client)
        yield OnCluster(client, address), slots


class OnCluster(Executor):
    """The executor of a Dask client, which can tell that its cluster is gone."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._executor: Executor = client.get_executor(pure=False)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See `concurrent.futures.Executor`."""
        return self._executor.submit(fn, *args, **kwargs)

    def lost(self) -> str:
        """Why nothing comes back any more; empty as long as the scheduler may still answer."""
        if self._client.status in ("running", "connecting"):
            return ""
        return f"the Dask scheduler at {self._address} is gone"


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Dask from logging a lost connection as errors: it is told in our own words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client",
               "distributed.core", "distributed.batched", "tornado.application")]  # fmt: skip
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _check_versions(client: Any) -> None:
    """Refuse workers whose results could differ from those computed here."""
    for package in SAME:
        here = version(package)
        # A function of the standard library: a worker without funnelsim can run it, too.
        found = client.run(importlib.metadata.version, package, on_error="return")
        others = Counter(
            "none" if isinstance(there, PackageNotFoundError) else str(there)
            for there in found.values()
            if there != here
        )
        if others:
            told = ", ".join(f"{number} with {there}" for there, number in others.items())
            raise RunError(
                f"{sum(others.values())} of {len(found)} workers have another version of "
                f"{package} than {here}: {told}; install {package}=={here} on them"
            )
