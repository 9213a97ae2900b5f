"""The published files as HTTP sees them: bytes, codings and validators, kept in memory.

A file is read, hashed and compressed once for each change: what is kept is keyed by what `stat`
says of it, and the least recently used goes when there is too much of it.
"""

import hashlib
import os
import stat
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from feedsvc.feeds import Format
from feedsvc.feeds.addresses import OPML_FILE, OPML_MEDIA_TYPE
from feedsvc.site.compress import compressed

_FEED_TYPES = {format_.filename: format_.media_type for format_ in Format}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
_CACHE_BYTES = 64 * 2**20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ENTER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A published file. `codings` maps a content coding ("identity" among them) to its bytes."""

    path: str
    media_type: str
    modified: int  # seconds since 1970, as HTTP dates count
    digest: str  # of the uncompressed bytes, and of nothing else
    codings: dict[str, bytes]

    @property
    def is_feed(self) -> bool:
        """Whether feed readers ask for it: browsers of any site may read it then."""
        return self.media_type.startswith("application/") or self.path == OPML_FILE

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page."""
        return self.media_type.startswith("text/html")

    def etag(self, coding: str) -> str:
        """The strong validator of one coding: another for each (RFC 9110, 8.8.3.3)."""
        return f'"{self.digest}"' if coding == "identity" else f'"{self.digest}-{coding}"'

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(len(content) for content in self.codings.values())


class Documents:
    """The files of the site's folder, by path."""

    def __init__(self, directory: Path, cache_bytes: int = _CACHE_BYTES) -> None:
        self._directory = directory
        self._cache_bytes = cache_bytes
        self._kept: OrderedDict[str, tuple[tuple[int, ...], Document]] = OrderedDict()
        self._size = 0
        self._guard = threading.Lock()

    def find(self, path: str) -> Document | None:
        """The document at `path` ("" and "…/" mean the index page), None if there is none."""
        file = _file(path)
        with suppress(OSError, UnicodeEncodeError), _opened(self._directory, file) as descriptor:
            return self._document(file, descriptor)
        return None

    def kept(self, paths: Sequence[str]) -> Document | None:
        """The first of the paths that is there, if it is in memory as it is on disk: this reads no
        file, so the event loop may ask. With a thread for each request, the server would do three
        quarters as much of 200 and half as much of 304. None says nothing: `find` will.
        """
        for path in paths:
            file = _file(path)
            with suppress(OSError, UnicodeEncodeError), _opened(self._directory, file) as found:
                return self._from_memory(file, os.fstat(found))
        return None

    def _document(self, file: str, descriptor: int) -> Document | None:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return None
        if kept := self._from_memory(file, found):
            return kept
        document = _load(file, descriptor)
        with self._guard:
            self._keep(file, _signature(found), document)
        return document

    def _from_memory(self, file: str, found: os.stat_result) -> Document | None:
        with self._guard:
            kept = self._kept.get(file)
            if kept is None or kept[0] != _signature(found):
                return None
            self._kept.move_to_end(file)
            return kept[1]

    def _keep(self, file: str, signature: tuple[int, ...], document: Document) -> None:
        if old := self._kept.pop(file, None):
            self._size -= old[1].size
        self._kept[file] = (signature, document)
        self._size += document.size
        while self._size > self._cache_bytes and len(self._kept) > 1:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._size -= oldest.size


def media_type(path: str) -> str:
    """The media type of a published file: never guessed from the system's tables (FEEDS 28)."""
    folder, _, name = path.rpartition("/")
    if folder.startswith("feeds/") and name in _FEED_TYPES:
        return f"{_FEED_TYPES[name]}; charset=utf-8"
    if path == OPML_FILE:
        return f"{OPML_MEDIA_TYPE}; charset=utf-8"
    return _TYPES.get(os.path.splitext(name)[1], "application/octet-stream")  # noqa: PTH122


def _file(path: str) -> str:
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _signature(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _is_public(part: str) -> bool:
    """No way up, nothing hidden, nothing that no file of ours is called."""
    return bool(part) and not part.startswith(".") and not set(part) & {"\0", "\\"}


def _load(file: str, descriptor: int) -> Document:
    content = _read(descriptor)
    return Document(
        path=file,
        media_type=media_type(file),
        modified=int(os.fstat(descriptor).st_mtime),
        digest=hashlib.sha256(content).hexdigest()[:32],
        codings={"identity": content, **compressed(file, content)},
    )


def _read(descriptor: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read()


@contextmanager
def _opened(directory: Path, file: str) -> Iterator[int]:
    """The file, found without following a link out of the folder (FAULTS G4, H5)."""
    parts = file.split("/")
    if not all(map(_is_public, parts)):
        raise FileNotFoundError(file)
    current = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _ENTER, dir_fd=current)
            os.close(current)
            current = inner
        descriptor = os.open(parts[-1], _READ, dir_fd=current)
    finally:
        os.close(current)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
