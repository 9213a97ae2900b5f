"""One walk through a folder: every name in it becomes a sighting, or a level to go through.

The order is that of the names' bytes. Open at a time are the folders from the top to the one in
hand, never more than the depth limit; in memory are their names.
"""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from feedsvc.inbox.names import junk_rule, printable
from feedsvc.inbox.opening import FOLDER_FLAGS, folder_error, inside, open_below, signature_of
from feedsvc.inbox.policy import InboxPolicy
from feedsvc.inbox.sightings import Found, Ignored, IgnoreRule, Sighting
from feedsvc.model import Dump, FileSignature

_OUR_OWN_LIMITS = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}  # they say nothing of the folder
_KINDS = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a character device"),
    (stat.S_ISBLK, "a block device"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """An open folder and the names in it that are still to be looked at."""

    descriptor: int
    path: bytes  # below the top; empty for the top itself
    names: Iterator[bytes]

    def child(self, name: bytes) -> bytes:
        """The path of a name in this folder."""
        return self.path + b"/" + name if self.path else name


@dataclass(slots=True, kw_only=True)
class Walk:
    """The state of one walk: where it started, and which inodes it has met.

    A folder is met once, whatever mounts and links lead to it; so is a file with several names.
    """

    top: int  # the open folder that is scanned
    directory: bytes  # its absolute path
    policy: InboxPolicy
    _met: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def steps(self, start: bytes = b"") -> Iterator[Sighting | Level]:
        """Sightings, and each folder as it is entered. Raises `InboxError`."""
        try:
            levels = [self._level(self.top, start, start)]
        except OSError as error:
            raise folder_error(self.directory, error) from error
        try:
            yield levels[0]
            while levels:
                name = next(levels[-1].names, None)
                if name is None:
                    os.close(levels.pop().descriptor)
                    continue
                step = self._step(levels[-1], name)
                if isinstance(step, Level):
                    levels.append(step)
                if step is not None:
                    yield step
        finally:
            for level in levels:
                os.close(level.descriptor)

    def _step(self, level: Level, name: bytes) -> Sighting | Level | None:
        """What a name is; None if it has just vanished."""
        path = level.child(name)
        try:
            status = os.stat(name, dir_fd=level.descriptor, follow_symlinks=False)
            if junk := junk_rule(name):
                rule, pattern = junk
                known = signature_of(status) if stat.S_ISREG(status.st_mode) else None
                return self._ignored(path, rule, f"its name matches {pattern}", known)
            if stat.S_ISLNK(status.st_mode):
                return self._link(path)
            if stat.S_ISDIR(status.st_mode):
                return self._folder(level.descriptor, name, path, status)
            return self.file(path, status)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in _OUR_OWN_LIMITS:
                raise folder_error(self.directory, error) from error
            return self._ignored(path, IgnoreRule.UNREADABLE, error.strerror or str(error))

    def file(self, path: bytes, status: os.stat_result) -> Sighting:
        """What a name is that is neither junk nor a link nor a folder."""
        if not stat.S_ISREG(status.st_mode):
            kind = next((words for test, words in _KINDS if test(status.st_mode)), "no file")
            return self._ignored(path, IgnoreRule.NOT_REGULAR, f"it is {kind}")
        signature = signature_of(status)
        if status.st_size == 0:
            return self._ignored(path, IgnoreRule.EMPTY, "it has no bytes", signature)
        # Only a file with several names can be met again, so only those are remembered.
        if status.st_nlink > 1 and (first := self._meet(status, path)) != path:
            return self._again(path, first, signature)
        directory = printable(self.directory)
        return Found(dump=Dump(directory=directory, path=printable(path), signature=signature))

    def _folder(
        self, parent: int, name: bytes, path: bytes, status: os.stat_result
    ) -> Sighting | Level:
        if path.count(b"/") >= self.policy.max_depth:
            detail = f"more than {self.policy.max_depth} folders deep"
            return self._ignored(path, IgnoreRule.TOO_DEEP, detail)
        if (status.st_dev, status.st_ino) in self._met:
            return self._again(path, self._meet(status, path))
        return self._level(parent, name, path)

    def _level(self, parent: int, name: bytes, path: bytes) -> Level:
        descriptor = open_below(parent, name, FOLDER_FLAGS)
        try:
            self._meet(os.fstat(descriptor), path)
            with os.scandir(descriptor) as entries:
                names = iter(sorted(os.fsencode(entry.name) for entry in entries))
        except OSError:
            os.close(descriptor)
            raise
        return Level(descriptor, path, names)

    def _link(self, path: bytes) -> Sighting | Level:
        """A link is followed only where nothing else leads: to a hidden name in this folder."""
        try:
            target = inside(self.directory, path)
        except OSError as error:
            return self._ignored(path, IgnoreRule.SYMLINK_BROKEN, error.strerror or str(error))
        if target is None:
            return self._ignored(path, IgnoreRule.SYMLINK_OUTSIDE, "it leads out of the folder")
        if not any(junk_rule(part) for part in target.split(b"/") if part):
            return self._again(path, target)
        folder, _, name = target.rpartition(b"/")
        parent = open_below(self.top, folder, FOLDER_FLAGS)
        try:
            status = os.stat(name, dir_fd=parent, follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                return self._folder(parent, name, path, status)
            first = self._meet(status, path)
            return self.file(path, status) if first == path else self._again(path, first)
        finally:
            os.close(parent)

    def _meet(self, status: os.stat_result, path: bytes) -> bytes:
        """The path by which this inode was met first: this one, if it is new."""
        return self._met.setdefault((status.st_dev, status.st_ino), path)

    def _again(self, path: bytes, first: bytes, signature: FileSignature | None = None) -> Ignored:
        detail = f"another name of {printable(first) or 'the folder itself'}"
        return self._ignored(path, IgnoreRule.SEEN_ALREADY, detail, signature)

    def _ignored(
        self, path: bytes, rule: IgnoreRule, detail: str, signature: FileSignature | None = None
    ) -> Ignored:
        return Ignored(
            directory=printable(self.directory),
            path=printable(path),
            rule=rule,
            detail=detail,
            signature=signature,
        )
