"""Brings the site's folder up to date: writes what differs, removes what is no longer ours to show.

Files go out in the order given (articles first, then the feeds that link to them), removals come
last and only when everything went out: so no feed ever links to a page that is not there (G8).
"""

import fcntl
import os
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from feedsvc.errors import PublishError
from feedsvc.model import RenderedFile
from feedsvc.site import manifest
from feedsvc.site.compress import SUFFIXES, siblings
from feedsvc.site.folder import Folder
from feedsvc.site.manifest import MANIFEST_FILE, Made, Manifest

_LOCK_FILE = ".feedsvc-lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReport:
    """What became of the files: written + unchanged + failures = given."""

    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    failures: tuple[PublishError, ...] = ()


@contextmanager
def lock(directory: Path) -> Iterator[None]:
    """Waits until no other process publishes into `directory`.

    Held from the reading of the store to the last write, so that an older state never replaces a
    newer one (G5). The kernel lets go of it when the process dies.
    """
    with _opened(directory) as folder:
        folder.append(_LOCK_FILE, b"")
        with (directory / _LOCK_FILE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def stamps(directory: Path) -> dict[str, str]:
    """The stamps of the files that are out, as they were written: what need not be rendered."""
    with _opened(directory) as folder:
        known = manifest.parse(folder.read(MANIFEST_FILE)).files
        return {
            path: made.stamp
            for path, made in known.items()
            if made and made.stamp and _is_untouched(folder, path, made)
        }


def write(
    directory: Path, files: Iterable[RenderedFile], *, keep: Container[str] | None = None
) -> WriteReport:
    """Writes the files that differ, each whole or not at all; a failure loses that file only.

    `keep` holds the path of every file that the site is to have, those not given now included;
    other files that feedsvc once wrote are removed. None removes nothing. Raises PublishError
    when the folder itself cannot be used.
    """
    with _opened(directory) as folder:
        writer = _Writer(folder)
        for file in files:
            writer.write(file)
        if keep is not None and not writer.failures:
            writer.remove_others(keep)
        writer.finish()
        return writer.report()


@contextmanager
def _opened(directory: Path) -> Iterator[Folder]:
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


class _Writer:
    """One run: the manifest as it grows, and what became of each file."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.before = manifest.parse(folder.read(MANIFEST_FILE))
        self.files = dict(self.before.files)
        self.written: list[str] = []
        self.removed: list[str] = []
        self.failures: list[PublishError] = []
        self.unchanged = 0
        _sweep(folder, self.before)

    def write(self, file: RenderedFile) -> None:
        """Brings one file up to date, its compressed siblings before it."""
        try:
            if self._is_out(file):
                self.unchanged += 1
            else:
                self._replace(file)
                self.written.append(file.path)
            self.files[file.path] = self._made(file)
        except OSError as error:
            self.failures.append(_failure(file.path, error))

    def remove_others(self, keep: Container[str]) -> None:
        """Takes away what feedsvc wrote once and the site no longer has."""
        for path in [path for path in self.files if path not in keep]:
            try:
                for suffix in ("", *SUFFIXES.values()):
                    self.folder.remove(path + suffix)
            except OSError as error:
                self.failures.append(_failure(path, error))
            else:
                del self.files[path]
                self.removed.append(path)

    def finish(self) -> None:
        """Writes the manifest anew, if anything changed."""
        if self.files != self.before.files or self.written or not self.before.is_complete:
            try:
                self.folder.replace(MANIFEST_FILE, manifest.serialize(self.files))
            except OSError as error:
                self.failures.append(_failure(MANIFEST_FILE, error))

    def report(self) -> WriteReport:
        return WriteReport(
            written=tuple(self.written),
            unchanged=self.unchanged,
            removed=tuple(self.removed),
            failures=tuple(self.failures),
        )

    def _is_out(self, file: RenderedFile) -> bool:
        found = self.folder.status(file.path)
        if found is None or found.st_size != len(file.content):
            return False
        if self.folder.read(file.path) != file.content:
            return False
        wanted = siblings(file.path, file.content)
        return all(self.folder.status(file.path + suffix) for suffix in wanted)

    def _replace(self, file: RenderedFile) -> None:
        """Siblings first: an unchanged file then means that its siblings are right as well."""
        self.folder.append(MANIFEST_FILE, manifest.intent(file.path))
        compressed = siblings(file.path, file.content)
        for suffix in SUFFIXES.values():
            if suffix in compressed:
                self.folder.replace(file.path + suffix, compressed[suffix])
            else:
                self.folder.remove(file.path + suffix)
        if self.folder.read(file.path) != file.content:
            self.folder.replace(file.path, file.content)

    def _made(self, file: RenderedFile) -> Made:
        found = self.folder.status(file.path)
        if found is None:
            raise FileNotFoundError(2, os.strerror(2), file.path)
        return Made(stamp=file.stamp, size=found.st_size, mtime_ns=found.st_mtime_ns)


def _sweep(folder: Folder, known: Manifest) -> None:
    """Removes what an interrupted run left: where it was at work, or everywhere if unknown."""
    if known.is_complete:
        for path in known.unfinished:
            folder.sweep(path.rpartition("/")[0])
        folder.sweep("")
        return
    for name in list(folder.folders()):
        folder.sweep(name)


def _is_untouched(folder: Folder, path: str, made: Made) -> bool:
    found = folder.status(path)
    return found is not None and (found.st_size, found.st_mtime_ns) == (made.size, made.mtime_ns)


def _failure(path: str, error: OSError) -> PublishError:
    parts = path.split("/")
    return PublishError(
        f"{path} could not be written: {error.strerror}",
        "the last good one stays; see that the site's folder is writable and has room",
        parts[1] if parts[0] == "feeds" and len(parts) > 2 else "",
    )
