"""The numbers of the watched folder, each with its reason."""

from dataclasses import dataclass

_DAY = 24 * 60 * 60.0
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPolicy:
    """When a file counts as complete, and how far and how much is read.

    `settle_seconds`: a file has settled when two looks this far apart, by our own monotonic
    clock, saw the same file. Longer than the pauses of a scraper that writes page by page.

    `aged_seconds`: a file whose mtime and ctime both lie this far in the past has settled at the
    first look, so that a one-off run over old files need not wait. A day, because a file server's
    clock may be wrong, and the usual error is a time zone (14 hours at most); `math.inf` judges
    by two looks only.

    `settle_max_wait_seconds`: how long a run waits for files that are still being written.

    `max_bytes`: a larger file is refused before a byte of it is read. A long article has about
    100 kB; the rest is room for containers.

    `max_depth`: folders below the folder; also the most descriptors that a scan holds open.

    `poll_seconds`: how often the caller is woken where the file system reports no events.
    """

    settle_seconds: float = 5.0
    aged_seconds: float = _DAY
    settle_max_wait_seconds: float = 60.0
    max_bytes: int = 64 * _MEBIBYTE
    max_depth: int = 32
    poll_seconds: float = 10.0
