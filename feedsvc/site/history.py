"""What each feed of the site has shown so far, kept beside its files: the memory of the guard.

It is the site's and not the store's, because it is what subscribers have seen, and they do not
forget it when a database is lost. One text file for each feed, which only grows: a line for each
entry that came (`+`) or left (`-`), with its id and the time in seconds since 1970.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from feedsvc.feeds import Format
from feedsvc.feeds.addresses import feed_file
from feedsvc.feeds.check import entry_ids
from feedsvc.feeds.readers import History, Showing
from feedsvc.site.write import opened

HISTORY_FOLDER = ".feedsvc-history"
_URN = "urn:uuid:"
_END = 253_402_300_799  # seconds to the end of the year 9999


def history(directory: Path, slug: str) -> History:
    """What the feed has shown; nothing if it was never published. Raises PublishError."""
    if not directory.is_dir():
        return History()
    with opened(directory) as folder:
        return parse(folder.read(_path(slug)) or b"")


def returning(directory: Path, slug: str, ids: Sequence[str]) -> frozenset[str]:
    """Which of these entries, newest first, come back because the feed reaches further into the
    past than it did: they have left it, and stand below all that it shows now. What comes back
    above those was taken out by the owner once, and is given back. Raises PublishError.
    """
    out = _ids_out(directory, slug)
    if out is not None and out.issuperset(ids):  # its history, which may be long, tells nothing
        return frozenset()
    last = max((place for place, one in enumerate(ids) if out and one in out), default=-1)
    known = history(directory, slug)
    return frozenset(filter(known.has_left, ids[last + 1 :]))


def remember(directory: Path, slug: str, shown: Iterable[str], now: datetime) -> None:
    """The feed shows exactly these ids now. Writes what that changes. Raises PublishError."""
    with opened(directory) as folder:
        known = parse(folder.read(_path(slug)) or b"")
        lines = list(_changes(known, known.after(shown, now)))
        if lines:  # the line before them may have been cut short: they begin on one of their own
            folder.append(_path(slug), ("\n" + "\n".join(lines) + "\n").encode())


def parse(content: bytes) -> History:
    """Reads a history; lines that make no sense count as missing."""
    showings: dict[str, Showing] = {}
    for line in content.decode("ascii", "replace").split("\n"):
        match line.split(" "):
            case ["+", name, seconds] if moment := _moment(seconds):
                showings[_URN + name] = Showing(since=moment)
            case ["-", name, seconds] if (moment := _moment(seconds)) and _URN + name in showings:
                since = showings[_URN + name].since
                showings[_URN + name] = Showing(since=since, until=moment)
    return History(showings)


def _ids_out(directory: Path, slug: str) -> frozenset[str] | None:
    """What the feed shows now; None if that cannot be told."""
    if not directory.is_dir():
        return None
    with opened(directory) as folder:
        content = folder.read(feed_file(slug, Format.JSON)) or b""
    try:
        return frozenset(entry_ids(Format.JSON, content))
    except ValueError:
        return None


def _path(slug: str) -> str:
    return f"{HISTORY_FOLDER}/{slug}"


def _changes(old: History, new: History) -> Iterator[str]:
    for entry_id, showing in sorted(new.showings.items()):
        before = old.showings.get(entry_id)
        if showing == before:
            continue
        name = entry_id.removeprefix(_URN)
        moment, sign = (showing.until, "-") if showing.until else (showing.since, "+")
        yield f"{sign} {name} {int(moment.timestamp())}"


def _moment(seconds: str) -> datetime | None:
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= len(str(_END))):
        return None
    return datetime.fromtimestamp(min(int(seconds), _END), UTC)
