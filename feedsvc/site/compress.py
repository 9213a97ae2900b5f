"""The compressed siblings of a file, for web servers that send them ready-made (`gzip_static`)."""

import gzip

MIN_BYTES = 512  # below this, the reply's headers outweigh what is saved
_COMPRESSIBLE = (".html", ".xml", ".json", ".opml", ".css", ".svg", ".txt")

# coding name (RFC 9110, 8.4.1) -> what is added to the file's name
SUFFIXES = {"gzip": ".gz"}


def siblings(path: str, content: bytes) -> dict[str, bytes]:
    """Suffix to compressed bytes. Empty when the file is small or compressed already."""
    if len(content) < MIN_BYTES or not path.endswith(_COMPRESSIBLE):
        return {}
    return {".gz": gzip.compress(content, compresslevel=9, mtime=0)}
