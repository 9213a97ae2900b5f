"""Files ready-made in the codings that clients ask for (RFC 9110, 8.4.1).

The writer puts them beside the file for web servers that send such siblings (`gzip_static`); our
own server keeps them in memory. Both get them here, so that they are the same bytes.
"""

import gzip
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

import brotli

MIN_BYTES = 512  # below this, the reply's headers outweigh what is saved
_COMPRESSIBLE = (".html", ".xml", ".json", ".opml", ".css", ".svg", ".txt")
# Pages of articles and archives are many and seldom read: a hundred thousand of them get one
# sibling, not two.
_SELDOM_READ, _ARCHIVED = "articles/", "/archive/"

# coding -> what is added to the file's name; the smaller first. zstd only where there is a library
# for it: a file of that coding which is out is ours all the same.
SUFFIXES = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}


def _brotli(content: bytes) -> bytes:
    # of 300 kB of feed, 9 makes 64 kB in 0.13 s, and 11 makes 58 kB in 1.2 s
    return bytes(brotli.compress(content, quality=9))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)  # mtime: the same bytes every day


def _find_zstd() -> Callable[[bytes], bytes] | None:
    """Python's own from 3.14 on, else the package of the `zstd` extra; None without either.

    Of 245 kB of feed, level 9 makes 69 kB in 0.05 s, and 15 makes 63 kB in 0.35 s (`_brotli`: 67 kB
    in 0.18 s). It knows no time stamp.
    """
    for name in ("compression.zstd", "zstandard"):
        with suppress(ImportError):
            compress = import_module(name).compress
            return lambda content: bytes(compress(content, level=9))
    return None


_CODERS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}
if (_zstd := _find_zstd()) is not None:
    _CODERS["zstd"] = _zstd


def compressed(path: str, content: bytes) -> dict[str, bytes]:
    """Coding to bytes. Empty when the file is small, or compressed already."""
    return {coding: _CODERS[coding](content) for coding in _codings(path, len(content))}


def siblings(path: str, content: bytes) -> dict[str, bytes]:
    """The compressed files that stand beside `path`, by path."""
    return {path + SUFFIXES[coding]: data for coding, data in compressed(path, content).items()}


def sibling_paths(path: str, size: int) -> tuple[str, ...]:
    """The paths alone, for a file of `size` bytes."""
    return tuple(path + SUFFIXES[coding] for coding in _codings(path, size))


def _codings(path: str, size: int) -> tuple[str, ...]:
    if size < MIN_BYTES or not path.endswith(_COMPRESSIBLE):
        return ()
    if path.startswith(_SELDOM_READ) or (_ARCHIVED in path and path.endswith(".html")):
        return ("gzip",)
    return tuple(coding for coding in SUFFIXES if coding in _CODERS)
