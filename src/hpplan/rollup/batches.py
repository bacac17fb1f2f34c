"""Batches given out, and given out again when whoever works on them dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from hashlib import blake2b
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from hpplan.rollup.parts import Part, judge_batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from hpplan.rollup.parts import RunSettings
    from hpplan.rollup.pools import Pool
    from hpplan.rollup.sources import Reference

WINDOW = 2
"""How many batches a worker has before it: with a death, all of them are suspect."""

PATIENCE_SECONDS = 5.0
"""How often the pool is asked who is there."""

SILENCE_SECONDS = 60
"""How long nothing may come back before that is said, and again after twice the time."""

Unheard = Callable[[int, list[str]], object]
"""Told for how many seconds nothing has come back, and which workspaces are under way."""

FEW, SOME, SMALL, MEDIUM, LARGE = 100, 1000, 2, 6, 16
"""Below so many workspaces, batches of two, or of six; of sixteen where there are more."""


class _Batch(NamedTuple):
    """Some workspaces, and how often they were tried with nothing else under way."""

    references: tuple[Reference, ...]
    alone: int = 0


def batches_of(references: Sequence[Reference]) -> list[tuple[Reference, ...]]:
    """Cut workspaces into batches, so that one more or fewer changes its own batch alone.

    A batch ends behind a name whose hash says so, and at twice the usual size. The largest come
    first, so that in the end nobody waits for a large one.
    """
    return sorted(_cut(references), key=len, reverse=True)


def _cut(references: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    """Yield the batches in the order of their names."""
    count = len(references)
    size = SMALL if count < FEW else MEDIUM if count < SOME else LARGE
    batch: list[Reference] = []
    for each in references:
        batch.append(each)
        digest = blake2b(each.name.encode("utf-8", "surrogatepass"), digest_size=4).digest()
        if int.from_bytes(digest) % size == 0 or len(batch) >= 2 * size:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def judge_batches(
    pool: Pool,
    batches: Iterable[tuple[Reference, ...]],
    settings: RunSettings,
    silent: Unheard = lambda _seconds, _names: None,
) -> Iterator[Part]:
    """Have all batches judged, and yield the parts as they come.

    When a worker dies, everything that was under way is suspect, and is tried again one by one:
    first each batch, then each workspace of the one that is to blame. A workspace that ends its
    worker each time is lost, and it alone.

    Args:
        pool: who judges.
        batches: the workspaces.
        settings: what is the same for all of them.
        silent: told when nothing has come back for long.

    Raises:
        RollupError: a part cannot be written, or nobody is left who could judge.
        OSError: likewise.
    """
    deaths: tuple[type[Exception], ...] = (*pool.deaths, CancelledError)
    waiting = iter(batches)
    suspects: deque[_Batch] = deque()
    flying: dict[Future[Part], _Batch] = {}
    asked = heard = monotonic()
    patience = SILENCE_SECONDS
    while True:
        if suspects:
            if not flying:
                batch = suspects.popleft()
                alone = batch._replace(alone=batch.alone + 1)
                flying[pool.submit(judge_batch, batch.references, settings)] = alone
        else:
            while len(flying) < WINDOW * pool.size and (more := next(waiting, None)):
                flying[pool.submit(judge_batch, more, settings)] = _Batch(more)
        if not flying:
            pool.check()
            return
        done, _rest = wait(flying, PATIENCE_SECONDS, FIRST_COMPLETED)
        now = monotonic()
        if done:
            heard, patience = now, SILENCE_SECONDS
        elif now - heard >= patience:
            patience *= 2
            silent(
                round(now - heard), sorted(r.name for b in flying.values() for r in b.references)
            )
        if now - asked >= PATIENCE_SECONDS:
            asked = now
            pool.check()
        broken = False
        for future in done:
            batch = flying.pop(future)
            try:
                yield future.result()
            except deaths:
                pool.check()
                broken = True
                yield from _suspected(batch, suspects, pool.tries)
        if broken:
            pool.renew()


def _suspected(batch: _Batch, suspects: deque[_Batch], tries: int) -> Iterator[Part]:
    """Have a batch tried again, in pieces where it alone is to blame; yield what is lost."""
    if not batch.alone:
        suspects.append(batch)
    elif len(batch.references) > 1:
        suspects.extendleft(_Batch((each,)) for each in reversed(batch.references))
    elif batch.alone < tries:
        suspects.appendleft(batch)
    else:
        from hpplan.rollup.judge import died

        lost = died(batch.references[0])
        yield Part("", [lost.plan], lost.faults, 0)
