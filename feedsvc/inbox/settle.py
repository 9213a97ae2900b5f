"""When a file is complete: nobody says so, so it is looked at until it rests.

A file has settled when one of these holds:

* two looks at least `settle_seconds` apart, by our monotonic clock, saw the same signature;
* the look before saw the same inode, size and mtime under a hidden or temporary name, and that
  name is gone: it was renamed into place, which producers do when they have finished;
* mtime and ctime both lie at least `aged_seconds` in the past, by our wall clock. A time in the
  future proves nothing but that a clock is wrong.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from feedsvc.inbox.opening import parent_of, signature_of
from feedsvc.inbox.policy import InboxPolicy
from feedsvc.inbox.sightings import Ignored, IgnoreRule
from feedsvc.model import Dump, FileSignature

_NANOSECONDS = 1_000_000_000
_SHORTEST_WAIT_SECONDS = 0.02

_Content: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What a look said: these may be read, and those may be being written.

    `wait_seconds` is how long to wait before another look can settle something.
    """

    settled: tuple[Dump, ...]
    pending: tuple[Dump, ...]
    wait_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Look:
    signature: FileSignature
    at: float  # monotonic seconds, when this signature was first seen here


class Settler:
    """Remembers one look, to compare the next with. Keep one for each folder."""

    def __init__(
        self,
        policy: InboxPolicy,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._policy = policy
        self._monotonic = monotonic
        self._wall_ns = wall_ns
        self._looks: dict[tuple[str, str], _Look] = {}
        self._unfinished: frozenset[_Content] = frozenset()

    def look(self, dumps: Iterable[Dump], ignored: Iterable[Ignored] = ()) -> Settling:
        """Judge what a scan found; `ignored` names help to recognize what is renamed later.

        Give it all that is not yet taken: what a look leaves out, the next one sees anew.
        """
        now = self._monotonic()
        unfinished = frozenset(_unfinished(ignored))
        renamed = self._unfinished - unfinished
        looks: dict[tuple[str, str], _Look] = {}
        settled: list[Dump] = []
        pending: list[Dump] = []
        for dump in dumps:
            look = looks[_key(dump)] = self._first_look(dump, now)
            rests = self._rests(look, now) or _content(dump.signature) in renamed
            (settled if rests else pending).append(dump)
        self._looks, self._unfinished = looks, unfinished
        waits = [looks[_key(dump)].at + self._policy.settle_seconds - now for dump in pending]
        return Settling(
            settled=tuple(settled), pending=tuple(pending), wait_seconds=min(waits, default=0.0)
        )

    def _first_look(self, dump: Dump, now: float) -> _Look:
        last = self._looks.get(_key(dump))
        if last is not None and last.signature == dump.signature:
            return last
        return _Look(dump.signature, now)

    def _rests(self, look: _Look, now: float) -> bool:
        return now - look.at >= self._policy.settle_seconds or self._aged(look.signature)

    def _aged(self, signature: FileSignature) -> bool:
        newest = max(signature.mtime_ns, signature.ctime_ns)
        return self._wall_ns() - newest >= self._policy.aged_seconds * _NANOSECONDS


def _key(dump: Dump) -> tuple[str, str]:
    return dump.directory, dump.path


def _unfinished(ignored: Iterable[Ignored]) -> Iterator[_Content]:
    for name in ignored:
        if name.rule in {IgnoreRule.HIDDEN, IgnoreRule.TEMPORARY} and name.signature:
            yield _content(name.signature)


def _content(signature: FileSignature) -> _Content:
    """What a rename leaves as it is: all but ctime."""
    return signature.inode, signature.size, signature.mtime_ns


# ------------------------------------------------------------------ one-off runs


def wait_until_settled(
    settler: Settler,
    pending: Iterable[Dump],
    max_wait_seconds: float,
    *,
    sleep: Callable[[float], object] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> Settling:
    """Look again and again at files that `settler` has judged once, until all rest.

    Ends with the rest still pending after `max_wait_seconds`, or at once if `sleep` returns
    something true, as `threading.Event.wait` does when it is time to stop. Files that vanish
    are left out.
    """
    deadline = monotonic() + max_wait_seconds
    settled: list[Dump] = []
    look = settler.look(pending)
    while True:
        settled += look.settled
        remaining = deadline - monotonic()
        if not look.pending or remaining <= 0:
            return replace(look, settled=tuple(settled))
        if sleep(min(max(look.wait_seconds, _SHORTEST_WAIT_SECONDS), remaining)):
            return replace(look, settled=tuple(settled))
        again = (look_again(dump) for dump in look.pending)
        look = settler.look([dump for dump in again if dump is not None])


def look_again(dump: Dump) -> Dump | None:
    """The dump as it is now, without opening the file; None if it has gone."""
    try:
        with parent_of(dump) as (parent, name):
            status = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except OSError:  # whatever it is: the next scan will meet it and say so
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size == 0:
        return None
    return replace(dump, signature=signature_of(status))
