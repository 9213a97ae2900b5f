"""Brings the site's folder up to date: writes what differs, removes what is no longer ours to show.

Files go out in the order given (articles first, then the feeds that link to them), removals come
last and only when everything went out: so no feed ever links to a missing page (FAULTS G8).
"""

import fcntl
import hashlib
import os
import stat
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from feedsvc.errors import PublishError
from feedsvc.model import RenderedFile
from feedsvc.site import manifest
from feedsvc.site.compress import sibling_paths
from feedsvc.site.folder import Folder
from feedsvc.site.manifest import MANIFEST_FILE, Made
from feedsvc.site.writer import Writer, WriteReport

_LOCK_FILE = ".feedsvc-lock"
_POLL_SECONDS = 0.02


@contextmanager
def lock(directory: Path, *, wait_seconds: float = 60) -> Iterator[None]:
    """Waits until no other process publishes into `directory`; PublishError if that takes too long.

    Held from the reading of the store to the last write, so that an older state never replaces a
    newer one (FAULTS G5). The kernel lets go of it when the process dies.
    """
    with opened(directory) as folder:
        folder.append(_LOCK_FILE, b"")
        file = (directory / _LOCK_FILE).open("rb")
    with file:
        _hold(file, directory, wait_seconds)
        with opened(directory) as folder:
            _require_ours(directory, folder)
        yield


def stamps(directory: Path) -> dict[str, str]:
    """The stamps of the files that are out, as they were written: what need not be rendered."""
    with opened(directory) as folder:
        known = manifest.parse(folder.read(MANIFEST_FILE)).files
        return {
            path: made.stamp
            for path, made in known.items()
            if made and made.stamp and _is_untouched(folder, path, made)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The site as the last publication left it."""

    mark: str  # changes whenever a publication has written anything
    documents: int  # how many of its files are compared byte by byte when they are published


def survey(directory: Path) -> Survey | None:
    """What is out, if every file is as it was written; None if one is not, or is missing."""
    with opened(directory) as folder:
        content = folder.read(MANIFEST_FILE)
        known = manifest.parse(content)
    if content is None or not known.is_complete:
        return None
    documents = [(path, made) for path, made in known.files.items() if made and not made.stamp]
    siblings = ((s, None) for path, made in documents for s in sibling_paths(path, made.size))
    root = str(directory)
    if not all(
        _is_as_made(f"{root}/{p}", made) for p, made in chain(known.files.items(), siblings)
    ):
        return None
    return Survey(mark=hashlib.sha256(content).hexdigest(), documents=len(documents))


def write(
    directory: Path, files: Iterable[RenderedFile], *, keep: Container[str] | None = None
) -> WriteReport:
    """Writes the files that differ, each whole or not at all; a failure loses that file only.

    `keep` holds the path of every file that the site is to have, those not given now included;
    other files that feedsvc once wrote are removed. None removes nothing. Raises PublishError
    when the folder itself cannot be used.
    """
    with opened(directory) as folder:
        writer = Writer(folder)
        for file in files:
            writer.write(file)
        writer.commit()
        if keep is not None and not writer.failures:
            writer.remove_others(keep)
        writer.finish()
        return writer.report()


@contextmanager
def opened(directory: Path) -> Iterator[Folder]:
    """The site's folder, made if it is missing. Raises PublishError when it cannot be used."""
    try:
        folder = Folder(directory)
        try:
            yield folder
        finally:
            folder.close()
    except OSError as error:
        raise PublishError(
            f"the site's folder {str(directory)!r} cannot be used: {error.strerror}",
            "site.directory must be a folder that this user may write to",
        ) from error


def _require_ours(directory: Path, folder: Folder) -> None:
    """Raises PublishError for a folder with files that feedsvc did not put there."""
    if folder.read(MANIFEST_FILE) is not None:
        return
    strangers = [name for name in folder.names() if not name.startswith(".")]
    if strangers:
        raise PublishError(
            f"the site's folder {str(directory)!r} holds files that feedsvc did not write, "
            f"{min(strangers)!r} among them",
            "let site.directory name a folder of its own, or empty this one",
        )


def _hold(file: BinaryIO, directory: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
                continue
            raise PublishError(
                f"another process has been publishing into {str(directory)!r} for {wait_seconds} s",
                "see whether a feedsvc process hangs; the lock goes with it",
            ) from error
        return


def _is_as_made(path: str, made: Made | None) -> bool:
    """One look at a file, in microseconds: a hundred thousand are looked at in a moment."""
    try:
        found = os.stat(path, follow_symlinks=False)  # noqa: PTH116  four times as fast
    except OSError:
        return False
    if not stat.S_ISREG(found.st_mode):
        return False
    return made is None or (found.st_size, found.st_mtime_ns) == (made.size, made.mtime_ns)


def _is_untouched(folder: Folder, path: str, made: Made) -> bool:
    found = folder.status(path)
    return found is not None and (found.st_size, found.st_mtime_ns) == (made.size, made.mtime_ns)
