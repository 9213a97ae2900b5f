"""One run of writing into the site's folder: its batches, its manifest, its report."""

import os
import sys
import time
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from feedsvc.errors import PublishError
from feedsvc.model import RenderedFile
from feedsvc.site import manifest
from feedsvc.site.compress import SUFFIXES, sibling_paths, siblings
from feedsvc.site.folder import Folder, Staged
from feedsvc.site.manifest import MANIFEST_FILE, Made, Manifest

# Article pages go to disk together: one `sync` before they are renamed and one after. On the disk
# where it was measured, an `fsync` takes 3 ms and a page needs five of them: 13 ms a page one by
# one, 2 ms in batches. Other systems than Linux do not promise that `sync` waits.
_BATCH = 256
_SYNC_WAITS = sys.platform == "linux"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReport:
    """What became of the files: written + unchanged + failures = given."""

    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    failures: tuple[PublishError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """A file of the batch in hand: its siblings first, then itself."""

    path: str
    stamp: str
    staged: tuple[Staged, ...]


class Writer:
    """One run: the manifest as it grows, and what became of each file."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.before = manifest.parse(folder.read(MANIFEST_FILE))
        self.files = dict(self.before.files)
        self.pending: list[_Pending] = []
        self.written: list[str] = []
        self.removed: list[str] = []
        self.failures: list[PublishError] = []
        self.unchanged = 0
        _sweep(folder, self.before)

    def write(self, file: RenderedFile) -> None:
        """Brings one file up to date: a stamped one with its batch, any other at once."""
        try:
            if self._is_out(file):
                self.unchanged += 1
                self.files[file.path] = self._made(file.path, file.stamp)
                return
            if not _may_wait(file):
                self.commit()
                _wait_past(self.folder.status(file.path))
            staged = self._stage(file)
        except OSError as error:
            self.failures.append(_failure(file.path, error))
            return
        self.pending.append(staged)
        if len(self.pending) >= _BATCH or not _may_wait(file):
            self.commit()

    def commit(self) -> None:
        """Puts the batch in hand into place, in order: files first to disk, then their names."""
        batch, self.pending = self.pending, []
        is_bulk = len(batch) > 1
        if is_bulk:
            os.sync()
        renamed = [pending for pending in batch if self._attempt(self._rename, pending, is_bulk)]
        if is_bulk:
            os.sync()
        for pending in renamed:
            if self._attempt(self._note, pending, is_bulk):
                self.written.append(pending.path)

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
        return all(map(self.folder.status, sibling_paths(file.path, len(file.content))))

    def _stage(self, file: RenderedFile) -> _Pending:
        """Siblings first: an unchanged file then means that its siblings are right as well."""
        self.folder.append(MANIFEST_FILE, manifest.intent(file.path))
        contents = siblings(file.path, file.content)
        if self.folder.read(file.path) != file.content:
            contents[file.path] = file.content
        staged: list[Staged] = []
        try:
            staged += (self.folder.stage(path, content) for path, content in contents.items())
        except OSError:
            self._discard(staged)
            raise
        return _Pending(path=file.path, stamp=file.stamp, staged=tuple(staged))

    def _rename(self, pending: _Pending, is_on_disk: bool) -> None:
        rest = list(pending.staged)
        obsolete = {pending.path + suffix for suffix in SUFFIXES.values()}
        try:
            for path in obsolete - {staged.path for staged in rest}:
                self.folder.remove(path)
            while rest:
                self.folder.commit(rest.pop(0), is_on_disk=is_on_disk)
        except OSError:
            self._discard(rest)
            raise

    def _note(self, pending: _Pending, is_on_disk: bool) -> None:
        if not is_on_disk:
            self.folder.flush(pending.path)
        self.files[pending.path] = self._made(pending.path, pending.stamp)

    def _attempt(
        self, step: Callable[[_Pending, bool], None], pending: _Pending, is_on_disk: bool
    ) -> bool:
        try:
            step(pending, is_on_disk)
        except OSError as error:
            self.failures.append(_failure(pending.path, error))
            return False
        return True

    def _discard(self, staged: Iterable[Staged]) -> None:
        for file in staged:
            self.folder.discard(file)

    def _made(self, path: str, stamp: str) -> Made:
        found = self.folder.status(path)
        if found is None:
            raise FileNotFoundError(2, os.strerror(2), path)
        return Made(stamp=stamp, size=found.st_size, mtime_ns=found.st_mtime_ns)


def _may_wait(file: RenderedFile) -> bool:
    """Whether it may go out with a batch: a page, which can be rendered again from the store."""
    return bool(file.stamp) and _SYNC_WAITS


def _wait_past(previous: os.stat_result | None) -> None:
    """Waits until the second is over in which the file was last changed (FEEDS 30).

    HTTP dates have whole seconds: two changes within one would share a Last-Modified. A client
    that knows only dates would never see the second; newsboat, which knows both validators,
    fetches it, drops it for its date, and keeps its ETag. Dating the file ahead would not do: a
    Last-Modified must not lie in the future.
    """
    if previous is not None:
        # the system dates files by a clock that may lag by a few milliseconds
        ahead_seconds = int(previous.st_mtime) + 1.02 - time.time()
        if 0 < ahead_seconds <= 1.02:  # more: someone else dated it
            time.sleep(ahead_seconds)


def _sweep(folder: Folder, known: Manifest) -> None:
    """Removes what an interrupted run left: where it was at work, or everywhere if unknown."""
    if known.is_complete:
        for path in known.unfinished:
            folder.sweep(path.rpartition("/")[0])
        folder.sweep("")
        return
    for name in list(folder.folders()):
        folder.sweep(name)


def _failure(path: str, error: OSError) -> PublishError:
    parts = path.split("/")
    return PublishError(
        f"{path} could not be written: {error.strerror}",
        "the last good one stays; see that the site's folder is writable and has room",
        parts[1] if parts[0] == "feeds" and len(parts) > 2 else "",
    )
