"""The bytes of a settled file, all from one descriptor, or why there are none."""

import errno
import os
import stat

from feedsvc.errors import DumpChanged, DumpError, DumpUnreadable
from feedsvc.inbox.opening import FILE_FLAGS, parent_of, signature_of
from feedsvc.inbox.policy import InboxPolicy
from feedsvc.model import Dump, Rejected, RejectionReason

_LATER = "it is tried again at the next run"


def read(dump: Dump, policy: InboxPolicy) -> bytes | Rejected:
    """The whole file as its signature describes it; `Rejected` if it is too large.

    Raises `DumpChanged` if the file is no longer the one that was sighted, or changes while it
    is read, and `DumpUnreadable`. Never blocks on what is no regular file.
    """
    try:
        with parent_of(dump) as (parent, name):
            descriptor = os.open(name, FILE_FLAGS, dir_fd=parent)
        try:
            return _read(descriptor, dump, policy)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _translated(dump, error) from error


def _read(descriptor: int, dump: Dump, policy: InboxPolicy) -> bytes | Rejected:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise DumpUnreadable(f"{dump.path} is no longer a regular file", _LATER, dump.path)
    _compare(dump, status)
    if status.st_size > policy.max_bytes:
        detail = f"{status.st_size:,} bytes; the limit is {policy.max_bytes:,}"
        return Rejected(reason=RejectionReason.TOO_LARGE, detail=detail)
    with open(descriptor, "rb", closefd=False) as file:
        content = file.read(status.st_size + 1)  # no more, however fast it grows
    _compare(dump, os.fstat(descriptor))
    if len(content) != status.st_size:
        raise _changed(dump)
    return content


def _compare(dump: Dump, status: os.stat_result) -> None:
    if signature_of(status) != dump.signature:
        raise _changed(dump)


def _changed(dump: Dump) -> DumpChanged:
    return DumpChanged(
        f"{dump.path} changed after it was seen", "it is taken once it rests", dump.path
    )


def _translated(dump: Dump, error: OSError) -> DumpError:
    what = error.strerror or str(error)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return DumpChanged(f"{dump.path} has vanished", "nothing to do", dump.path)
    if isinstance(error, PermissionError):
        hint = "give this user the right to read it, and to enter its folders"
    elif error.errno in {errno.ELOOP, errno.ENXIO}:
        hint = "it is no longer the regular file that was seen"
    else:
        hint = _LATER
    return DumpUnreadable(f"{dump.path} cannot be read: {what}", hint, dump.path)
