"""What feedsvc has put into the site's folder, so that it never removes a file of anyone else.

A text file, one line for each file: path, stamp, size, modification time, divided by tabs. Before
a file is touched, a line with its path alone is added: if the run is cut short, the next one
knows where to look for what was left behind. At the end the whole is written anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MANIFEST_FILE = ".feedsvc-manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file as it was when it was written. Another size or time means: someone else's hand."""

    stamp: str
    size: int  # bytes
    mtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files that are ours; those of an unfinished write have None."""

    files: dict[str, Made | None] = field(default_factory=dict)
    is_complete: bool = False  # False: there was none, or not a whole one

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The files that an interrupted run was about to write."""
        return tuple(path for path, made in self.files.items() if made is None)


def parse(content: bytes | None) -> Manifest:
    """Reads a manifest; lines that make no sense count as missing."""
    files: dict[str, Made | None] = {}
    text = (content or b"").decode("utf-8", "replace")
    is_complete = text.endswith("\n") and "\ufffd" not in text
    for line in text.split("\n")[:-1]:
        match line.split("\t"):
            case [path] if path:
                files[path] = None
            case [path, stamp, size, mtime_ns] if (
                path and size.isdecimal() and mtime_ns.isdecimal()
            ):
                files[path] = Made(stamp=stamp, size=int(size), mtime_ns=int(mtime_ns))
            case [""]:
                pass  # a manifest of nothing
            case _:
                is_complete = False
    return Manifest(files=files, is_complete=is_complete)


def serialize(files: Mapping[str, Made | None]) -> bytes:
    """The whole manifest, in the order of the paths."""
    return "".join(_line(path, made) for path, made in sorted(files.items())).encode() or b"\n"


def intent(path: str) -> bytes:
    """The line that announces that `path` is about to be written."""
    return f"{path}\n".encode()


def _line(path: str, made: Made | None) -> str:
    return f"{path}\t{made.stamp}\t{made.size}\t{made.mtime_ns}\n" if made else f"{path}\n"
