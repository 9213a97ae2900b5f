"""The site's folder on disk: whole files or none, and never a step outside of it.

Every path is walked from the folder's own descriptor without following links, so that a symlink
put in the way leads nowhere (FAULTS G4); every file is written under a random name beside its
place, flushed, and renamed into it (FAULTS G1).
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TEMPORARY_SUFFIX = ".feedsvc-tmp"

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ENTER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file that is written, but not in its place yet."""

    path: str
    temporary: str


class Folder:
    """An open folder. Paths are relative, with "/"; OSError says what the system refused."""

    def __init__(self, directory: Path) -> None:
        """Opens `directory`, made if it is missing. It may itself be a symlink: the owner's."""
        directory.mkdir(parents=True, exist_ok=True)
        self._root = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def close(self) -> None:
        """Lets the folder go."""
        os.close(self._root)

    def names(self) -> list[str]:
        """What stands in the folder itself."""
        return os.listdir(self._root)  # noqa: PTH208  of a descriptor, not of a path

    def status(self, path: str) -> os.stat_result | None:
        """What stands at `path` if that is a regular file."""
        with suppress(FileNotFoundError, NotADirectoryError), self._parent(path) as (parent, name):
            found = os.stat(name, dir_fd=parent, follow_symlinks=False)
            return found if stat.S_ISREG(found.st_mode) else None
        return None

    def read(self, path: str) -> bytes | None:
        """The bytes of the regular file at `path`; None if there is none."""
        if self.status(path) is None:
            return None
        with self._parent(path) as (parent, name):
            descriptor = os.open(name, _READ, dir_fd=parent)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def append(self, path: str, content: bytes) -> None:
        """Adds to the end of the file at `path`."""
        with self._parent(path, create=True) as (parent, name):
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(name, flags, 0o666, dir_fd=parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)

    def replace(self, path: str, content: bytes) -> None:
        """Puts a whole new file at `path`, on disk when this returns."""
        self.commit(self.stage(path, content))
        self.flush(path)

    def stage(self, path: str, content: bytes) -> "Staged":
        """Writes a new file beside its place, under a random name that nobody looks at."""
        folder = path.rpartition("/")[0]
        temporary = f".{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"
        staged = Staged(path=path, temporary=f"{folder}/{temporary}" if folder else temporary)
        with self._parent(path, create=True) as (parent, _):
            descriptor = os.open(temporary, _CREATE, 0o666, dir_fd=parent)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
            except BaseException:
                self.discard(staged)
                raise
        return staged

    def commit(self, staged: "Staged", *, is_on_disk: bool = False) -> None:
        """Flushes the file unless it `is_on_disk`, and renames it into its place.

        `flush` then makes the name last as well.
        """
        temporary = staged.temporary.rpartition("/")[2]
        try:
            with self._parent(staged.path) as (parent, name):
                if not is_on_disk:
                    _flush_file(temporary, parent)
                os.rename(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
        except BaseException:
            self.discard(staged)
            raise

    def flush(self, path: str) -> None:
        """Makes the name at `path` outlast a power cut: flushes the folders that lead to it."""
        while path:
            with self._parent(path) as (parent, _):
                os.fsync(parent)
            path = path.rpartition("/")[0]

    def discard(self, staged: "Staged") -> None:
        """Takes a staged file away."""
        with suppress(FileNotFoundError), self._parent(staged.temporary) as (parent, name):
            os.unlink(name, dir_fd=parent)

    def remove(self, path: str) -> None:
        """Takes the file away, and its folders once they are empty."""
        with suppress(FileNotFoundError, NotADirectoryError):
            with self._parent(path) as (parent, name):
                os.unlink(name, dir_fd=parent)
            self._remove_empty(path.rpartition("/")[0])

    def sweep(self, folder: str) -> None:
        """Takes away the temporaries that an interrupted write left in `folder`."""
        with (
            suppress(FileNotFoundError, NotADirectoryError),
            self._parent(f"{folder}/x") as (
                parent,
                _,
            ),
        ):
            for name in os.listdir(parent):  # noqa: PTH208  # a descriptor, not a path
                if name.startswith(".") and name.endswith(TEMPORARY_SUFFIX):
                    os.unlink(name, dir_fd=parent)

    def folders(self) -> Iterator[str]:
        """Every folder below this one, itself first as "". Links are not followed."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            yield folder
            inside = f"{folder}/x" if folder else "x"
            with self._parent(inside) as (parent, _), os.scandir(parent) as found:
                names = sorted(e.name for e in found if e.is_dir(follow_symlinks=False))
            waiting += [f"{folder}/{name}" if folder else name for name in reversed(names)]

    def _remove_empty(self, folder: str) -> None:
        while folder:
            with self._parent(folder) as (parent, name):
                try:
                    os.rmdir(name, dir_fd=parent)
                except OSError as error:
                    if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
                        return
                    raise
            folder = folder.rpartition("/")[0]

    @contextmanager
    def _parent(self, path: str, *, create: bool = False) -> Iterator[tuple[int, str]]:
        """The descriptor of the folder that holds `path`, and the last part of its name."""
        *folders, name = [part for part in path.split("/") if part]
        if any(part in {".", ".."} or "\0" in part for part in (*folders, name)):
            raise OSError(errno.EINVAL, "not a name below the folder", path)
        current = os.dup(self._root)
        try:
            for part in folders:
                if create:
                    with suppress(FileExistsError):
                        os.mkdir(part, 0o777, dir_fd=current)
                inner = os.open(part, _ENTER, dir_fd=current)
                os.close(current)
                current = inner
            yield current, name
        finally:
            os.close(current)


def _flush_file(name: str, parent: int) -> None:
    descriptor = os.open(name, _READ, dir_fd=parent)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
