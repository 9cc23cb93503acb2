"""Documents for a cluster: handed out a few at a time, and done there as on one machine.

A worker of the cluster holds one process of :class:`~parchk.batch.pool.Pool`. So a document that takes too long, or
exhausts the memory, fails alone and for the same reason as in a batch on one machine; what the cluster has to see to is
that whole machines go away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from parchk.batch.cluster import Abandoned, ClusterPool
from parchk.batch.pool import Finished, Lost, Pool, Work
from parchk.batch.work import Job, Outcome, failed

# Enough documents for the time between two bundles to be nothing, few enough to be done again without much ado.
_LARGEST, _ROUNDS = 16, 8


class Bundled:
    """What a worker of the cluster does: bundles of documents, in a process of its own."""

    def __init__(self, make: Callable[[], Work[Job, Outcome]], *, seconds: float, clock: Callable[[], float]) -> None:
        self._pool: Pool[Job, Outcome] = Pool(make, size=1, seconds=seconds, clock=clock, stopped=lambda: False)

    def __call__(self, jobs: list[Job]) -> list[Finished[Job, Outcome]]:
        """Do a bundle. A document whose process was killed gets a second one: it need not have been its fault."""
        finished = list(self._pool.keeping_workers(jobs))
        killed = [one.job for one in finished if isinstance(one.answer, Lost) and one.answer.code is not None]
        again = {one.job.index: one for one in self._pool.keeping_workers(killed)}
        return [again.get(one.job.index, one) for one in finished]

    def close(self) -> None:
        """Let the process go."""
        self._pool.close()


def bundle_size(documents: int, workers: int) -> int:
    """How many documents go together: every worker gets several bundles, so that all end at about the same time.

    >>> bundle_size(60, 2), bundle_size(10_000_000, 64)
    (3, 16)
    """
    return max(1, min(_LARGEST, documents // (workers * _ROUNDS)))


def bundled(
    pool: ClusterPool[list[Job], list[Finished[Job, Outcome]]], jobs: Iterable[Job], *, together: int
) -> Iterator[Finished[Job, Outcome]]:
    """Do the jobs so many at a time on the cluster; each as soon as its bundle is over."""
    for bundle in pool(_bundles(jobs, together)):
        if isinstance(bundle.answer, Abandoned):
            yield from given_up(bundle.job, bundle.answer)
        else:
            yield from bundle.answer


def given_up(jobs: Iterable[Job], why: Abandoned) -> Iterator[Finished[Job, Outcome]]:
    """Documents that the cluster could not do."""
    for job in jobs:
        reason = f"{job.name}: the workers that were to do it were lost {why.times} times; try again with --resume"
        yield Finished(job, failed(reason), 0.0)


def _bundles(jobs: Iterable[Job], together: int) -> Iterator[list[Job]]:
    waiting = iter(jobs)
    while bundle := list(islice(waiting, together)):
        yield bundle
