"""What comes in: the files of the inbox, and the untrusted pages in them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignature:
    """What `fstat` says of a file: two equal signatures mean that it need not be read again."""

    size: int  # bytes
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A settled file of the inbox.

    `path` is the path below `directory` with "/" between its parts, in printable form: bytes
    that are not UTF-8 and control characters are backslash-escaped, so that it can be stored,
    logged and printed anywhere. `directory` is the folder that was scanned.
    """

    directory: str
    path: str
    signature: FileSignature


class MediaType(StrEnum):
    """What a record's text is (RFC 6838 names)."""

    PLAIN = "text/plain"
    HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One page found in a dump: decoded text, otherwise untrusted.

    `position` counts the records of a dump from 0. `url` is what the dump's own envelope says (a
    WARC header, a JSON field); a plain text file says none.
    """

    position: int
    media_type: MediaType
    text: str
    encoding: str  # the WHATWG name of the encoding that the text was decoded from
    url: str | None = None
