"""What is in the folder, or at the paths that a person names: a sighting for every name."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from feedsvc.inbox.names import printable, unprintable
from feedsvc.inbox.opening import below, opened
from feedsvc.inbox.policy import InboxPolicy
from feedsvc.inbox.sightings import Found, Ignored, IgnoreRule, Sighting
from feedsvc.inbox.walk import Level, Walk

_DEFAULT = InboxPolicy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """How the ledger names a file, existing or not: `directory` and `path` as in `Dump`."""

    directory: str
    path: str


def scan(directory: Path, policy: InboxPolicy = _DEFAULT) -> Iterator[Sighting]:
    """Every name in the folder, in the order of the names' bytes.

    Raises `InboxError` if the folder itself cannot be read, at the first step or later. Then
    nothing is known of what was not sighted; nor is it of what lies in an ignored folder.
    """
    yield from _scan(_canonical(directory), b"", policy)


def folders(directory: Path, policy: InboxPolicy = _DEFAULT) -> Iterator[bytes]:
    """The absolute paths of the folders that a scan goes through. Raises `InboxError`."""
    top = _canonical(directory)
    with opened(top) as descriptor:
        for step in Walk(top=descriptor, directory=top, policy=policy).steps():
            if isinstance(step, Level):
                yield top + b"/" + step.path if step.path else top


def dumps_at(
    paths: Iterable[Path], inbox: Path | None = None, policy: InboxPolicy = _DEFAULT
) -> Iterator[Sighting]:
    """What a person names on the command line: files, and folders with all that is in them.

    A named path is taken whatever its name is and wherever it leads; the rules about names and
    links hold for what lies in it. A file in the inbox is sighted as a scan of the inbox would,
    so that it has one row in the ledger. No file is sighted twice. Raises `InboxError` for a
    named folder that cannot be read.
    """
    home = _canonical(inbox) if inbox is not None else None
    sighted: set[Location] = set()
    for path in paths:
        for sighting in _at(_canonical(path), home, policy):
            mine = _as_in_inbox(sighting, home)
            if (location := location_of(mine)) not in sighted:
                sighted.add(location)
                yield mine


def directory_name(directory: Path) -> str:
    """The ledger's name for a folder that is scanned: `Dump.directory`."""
    return printable(_canonical(directory))


def locations(path: Path, inbox: Path) -> Iterator[Location]:
    """Every name under which the ledger may know what a person means by `path`, the likeliest
    first: the name itself, where its links lead, and the folders that it lies in, one of which
    may have been passed over as a whole.
    """
    home = _canonical(inbox)
    whole = os.path.abspath(os.fsencode(path))  # noqa: PTH100  a name is bytes
    parent, _, name = whole.rpartition(b"/")
    itself = os.path.realpath(parent or b"/").rstrip(b"/") + b"/" + name
    for target in dict.fromkeys((itself, os.path.realpath(whole))):
        yield _location(*_split(target, home))
    folder = below(home, os.path.dirname(itself))  # noqa: PTH120  a name is bytes
    while folder:
        yield _location(home, folder)
        folder = folder.rpartition(b"/")[0]


def location_of(sighting: Sighting) -> Location:
    """The ledger's name for what was sighted."""
    place = sighting.dump if isinstance(sighting, Found) else sighting
    return Location(directory=place.directory, path=place.path)


# ------------------------------------------------------------------ below


def _canonical(path: Path) -> bytes:
    """One spelling for each folder and file, since it is the ledger's key."""
    return os.path.realpath(os.fsencode(path))


def _location(directory: bytes, path: bytes) -> Location:
    return Location(directory=printable(directory), path=printable(path))


def _scan(top: bytes, start: bytes, policy: InboxPolicy) -> Iterator[Sighting]:
    with opened(top) as descriptor:
        for step in Walk(top=descriptor, directory=top, policy=policy).steps(start):
            if not isinstance(step, Level):
                yield step


def _split(target: bytes, home: bytes | None) -> tuple[bytes, bytes]:
    """The folder that a real path is told relative to, and the rest."""
    relative = below(home, target) if home is not None else None
    if home is not None and relative is not None:
        return home, relative
    folder, _, name = target.rpartition(b"/")
    return folder or b"/", name


def _at(target: bytes, home: bytes | None, policy: InboxPolicy) -> Iterator[Sighting]:
    directory, relative = _split(target, home)
    try:
        status = os.lstat(target)
    except OSError as error:
        yield _absent(_location(directory, relative), error)
        return
    if not stat.S_ISDIR(status.st_mode):
        with opened(directory) as descriptor:
            yield Walk(top=descriptor, directory=directory, policy=policy).file(relative, status)
    elif directory == home:
        yield from _scan(directory, relative, policy)
    else:
        yield from _scan(target, b"", policy)


def _absent(location: Location, error: OSError) -> Ignored:
    gone = isinstance(error, FileNotFoundError | NotADirectoryError)
    return Ignored(
        directory=location.directory,
        path=location.path,
        rule=IgnoreRule.MISSING if gone else IgnoreRule.UNREADABLE,
        detail=error.strerror or str(error),
    )


def _as_in_inbox(sighting: Sighting, home: bytes | None) -> Sighting:
    """The same sighting, told relative to the inbox if the file lies in it."""
    location = location_of(sighting)
    whole = unprintable(location.directory).rstrip(b"/") + b"/" + unprintable(location.path)
    directory, relative = _split(whole, home)
    if directory != home:
        return sighting
    mine = _location(directory, relative)
    if isinstance(sighting, Found):
        dump = replace(sighting.dump, directory=mine.directory, path=mine.path)
        return Found(dump=dump)
    return replace(sighting, directory=mine.directory, path=mine.path)
