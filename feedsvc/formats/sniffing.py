"""What a file is, judged from its first bytes and never from its name.

The signatures are those of the WHATWG MIME Sniffing Standard and of file(1).
"""

import re
from typing import Final

from feedsvc.model import Rejected, RejectionReason

# Files that hold documents, which a later version may read: name them, so that their owner knows.
_CONTAINERS: Final = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive (or an office document)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"WARC/", "a WARC web archive"),
    (b"filedesc://", "an ARC web archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_BINARIES: Final = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"BM\x00", "a bitmap image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\x00\x00\x00\x18ftyp", "an MP4 film"),
    (b"\x00\x00\x00\x1cftyp", "an MP4 film"),
    (b"\x00\x00\x00\x20ftyp", "an MP4 film"),
    (b"\x1aE\xdf\xa3", "a Matroska film"),
    (b"OggS\x00", "an Ogg file"),
    (b"ID3", "an MP3 sound"),
    (b"fLaC", "a FLAC sound"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
)
_TAR_MAGIC_AT: Final = 257

_MARKUP: Final = (
    (re.compile(rb"(?i)<(rss|feed|rdf:RDF)[\s>]"), "a feed (RSS or Atom)"),
    (re.compile(rb"(?i)\A<\?xml\s"), "an XML document"),
)
_JSON_START: Final = re.compile(rb'\A(?:\{\s*"|\[\s*[\[{"\]]|\{\s*\})')
_JSON_END: Final = re.compile(rb"[}\]]\Z")
_MAIL: Final = re.compile(
    rb"\A(?:From \S+@\S+ "
    rb"|(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[A-Za-z-]+):)"
)
_HEAD_BYTES: Final = 4096
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")


def strip_bom(data: bytes) -> bytes:
    """`data` without a byte order mark at its start."""
    return next((data[len(bom) :] for bom in _BOMS if data.startswith(bom)), data)


def is_blank(data: bytes) -> bool:
    """Nothing but a byte order mark, white space and NULs."""
    return not strip_bom(data).strip(b"\x00\t\n\x0b\x0c\r \x1a")


def foreign_format(data: bytes) -> Rejected | None:
    """Why `data` is neither text nor HTML, as far as its bytes tell; None lets it go on."""
    for signatures, reason in (
        (_CONTAINERS, RejectionReason.UNSUPPORTED),
        (_BINARIES, RejectionReason.BINARY),
    ):
        for magic, name in signatures:
            if data.startswith(magic):
                return Rejected(reason=reason, detail=f"this is {name}, not plain text")
    name_ = "a tar archive" if data[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar" else None
    if name_ is None:
        name_ = _structured_text(strip_bom(data))
    if name_ is None:
        return None
    detail = f"this is {name_}; only plain text and HTML are read so far"
    return Rejected(reason=RejectionReason.UNSUPPORTED, detail=detail)


def _structured_text(data: bytes) -> str | None:
    """The name of a text format with a structure of its own, or None for plain text."""
    head = data[:_HEAD_BYTES].replace(b"\x00", b"").lstrip()
    for pattern, name in _MARKUP if head.startswith(b"<") else ():
        if pattern.search(head):
            return name
    tail = data[-_HEAD_BYTES:].replace(b"\x00", b"").rstrip()
    if _JSON_START.search(head) and _JSON_END.search(tail):
        return "JSON"
    return "an e-mail" if _MAIL.search(head) else None
