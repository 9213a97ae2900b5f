"""Opening what lies in the folder, and nothing else.

Every part of a path is opened relative to the descriptor of its parent and without following
links, so that a name which is swapped for a link while we look cannot lead anywhere, a FIFO
cannot block, and the length of the whole path does not matter.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from feedsvc.errors import InboxError
from feedsvc.inbox.names import printable, unprintable
from feedsvc.model import Dump, FileSignature

FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
FOLDER_FLAGS = FILE_FLAGS | os.O_DIRECTORY
# Passing through a folder needs no right to list it, where the system has O_PATH (Linux).
_STEP_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def opened(directory: bytes) -> Iterator[int]:
    """A descriptor of the folder, for listing it. Raises `InboxError`."""
    try:
        descriptor = os.open(directory, FOLDER_FLAGS & ~os.O_NOFOLLOW)
    except OSError as error:
        raise folder_error(directory, error) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def folder_error(directory: bytes, error: OSError) -> InboxError:
    """What a person needs to know when the folder cannot be read."""
    hints = {
        errno.ENOENT: "create it, or mount it; it is looked for again at every run",
        errno.ENOTDIR: "set inbox.directory to a folder",
        errno.EACCES: "give this user the rights to read and to enter it",
    }
    name = printable(directory)
    message = f"the folder {name} cannot be read: {error.strerror}"
    return InboxError(message, hints.get(error.errno or 0, "it is tried again at every run"), name)


def open_below(descriptor: int, path: bytes, flags: int) -> int:
    """Open `path` below an open folder, following no link in any part of it. Raises OSError."""
    *folders, name = path.split(b"/") if path else [b"."]
    parent = os.dup(descriptor)
    try:
        for folder in folders:
            child = os.open(folder, _STEP_FLAGS, dir_fd=parent)
            os.close(parent)
            parent = child
        return os.open(name, flags, dir_fd=parent)
    finally:
        os.close(parent)


def inside(directory: bytes, path: bytes) -> bytes | None:
    """Where `path` leads once its links are followed, below `directory`; None if it leads out.

    Raises OSError for a link that leads nowhere. The answer is out of date at once: whoever
    opens it follows no more links (`open_below`).
    """
    target = os.path.realpath(directory + b"/" + path, strict=True)
    return below(os.path.realpath(directory), target)


def below(directory: bytes, target: bytes) -> bytes | None:
    """The path of `target` relative to `directory`, both absolute; None if it lies elsewhere."""
    if target == directory:
        return b""
    prefix = directory.rstrip(b"/") + b"/"
    return target[len(prefix) :] if target.startswith(prefix) else None


@contextmanager
def parent_of(dump: Dump) -> Iterator[tuple[int, bytes]]:
    """The open folder that a dump lies in, and its name there. Raises OSError.

    A dump that was sighted through a link inside the folder is found where it really is.
    """
    directory, path = unprintable(dump.directory), unprintable(dump.path)
    folder, _, name = _real(directory, path).rpartition(b"/")
    root = os.open(directory, _STEP_FLAGS & ~os.O_NOFOLLOW)
    try:
        parent = open_below(root, folder, _STEP_FLAGS)
    finally:
        os.close(root)
    try:
        yield parent, name
    finally:
        os.close(parent)


def _real(directory: bytes, path: bytes) -> bytes:
    try:
        target = inside(directory, path)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # longer than PATH_MAX, which `open_below` may be
            return path
        raise
    if not target:
        raise OSError(errno.ELOOP, "it leads out of the folder")
    return target


def signature_of(status: os.stat_result) -> FileSignature:
    """What `stat` says of a file, as far as it tells whether the file was changed."""
    return FileSignature(
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
        inode=status.st_ino,
    )
