"""File events as a shortcut: they wake the caller to scan sooner, and nothing depends on them.

Watched are the folders that a scan goes through, one by one: a recursive watch by the library
would follow a link out of the folder, be it to the root of the file system.
"""

import os
import stat
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

import structlog
import watchfiles
from watchfiles.main import FileChange

from feedsvc.errors import InboxError
from feedsvc.inbox.names import junk_rule
from feedsvc.inbox.policy import InboxPolicy
from feedsvc.inbox.scan import folders

_DEBOUNCE_MILLISECONDS = 1_600  # a busy folder wakes the caller no more often
_QUIET_MILLISECONDS = 50  # and one that falls quiet no later
_CHECK_MILLISECONDS = 200  # how soon a folder that was removed and re-made is noticed
_REST_SECONDS = 0.25  # between a watch that ended and the next

_log = structlog.get_logger()


def watch(
    directory: Path, wake: Callable[[], None], stop: threading.Event, policy: InboxPolicy
) -> None:
    """Call `wake` when the folder may have changed, until `stop` is set. For a thread of its own.

    `wake` is called each time a watch begins, so that a scan follows the watch and no file can
    arrive between the two. Where there are no events to be had (no more inotify watches, a folder
    that is missing) `wake` is called every `poll_seconds` and the watch is tried again each time;
    the log says so once. Network file systems may be silent without an error: only the scheduled
    scan finds their files. Raises nothing but what `wake` raises.
    """
    said: str | None = None
    while not stop.is_set():
        trouble = ""
        for trouble in _wakes(directory, stop, policy):
            if trouble != said:
                _say(directory, trouble)
            said = trouble
            wake()
        stop.wait(policy.poll_seconds if trouble else _REST_SECONDS)


def _say(directory: Path, trouble: str) -> None:
    if trouble:
        _log.warning("inbox_polled", directory=str(directory), reason=trouble)
    else:
        _log.info("inbox_watched", directory=str(directory))


def _wakes(directory: Path, stop: threading.Event, policy: InboxPolicy) -> Iterator[str]:
    """One watch: "" when it stands and at each change, or why it could not begin.

    It ends when there are other folders to watch, and when the library gives up: it does so at
    the first name that is not UTF-8.
    """
    stands = False
    try:
        identity = _identity(directory)
        watched = frozenset(folders(directory, policy))
        with closing(_native(watched, stop, policy)) as batches:
            for changes in batches:
                if changes or not stands:
                    stands = True
                    yield ""
                if _identity(directory) != identity or _other_folders(changes, watched):
                    return
    except (InboxError, OSError, RuntimeError, ValueError) as error:
        yield "" if stands else str(error)


def _native(
    watched: frozenset[bytes], stop: threading.Event, policy: InboxPolicy
) -> Generator[set[FileChange], None, None]:
    """The library's watch; an empty batch means that nothing happened for a while."""
    names = sorted(map(os.fsdecode, watched))
    return watchfiles.watch(
        # The library takes UTF-8 only; what lies in other folders waits for the scheduled scan.
        *filter(_is_utf8, names),
        watch_filter=lambda _, path: junk_rule(os.fsencode(Path(path).name)) is None,
        debounce=_DEBOUNCE_MILLISECONDS,
        step=_QUIET_MILLISECONDS,
        stop_event=stop,
        rust_timeout=_CHECK_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=False,  # else the library asks the environment
        poll_delay_ms=int(
            policy.poll_seconds * 1000
        ),  # where it polls by itself, for want of inotify
        recursive=False,
        ignore_permission_denied=False,  # True also hides that there are no more watches
    )


def _identity(directory: Path) -> tuple[int, int]:
    """Which folder the path means now: another one after it was re-made or mounted over."""
    status = directory.stat()
    return status.st_dev, status.st_ino


def _other_folders(changes: set[FileChange], watched: frozenset[bytes]) -> bool:
    """Whether a watched folder changed its name or its rights, or another one appeared."""
    return any(os.fsencode(path) in watched or _is_folder(path) for _, path in changes)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _is_utf8(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)
