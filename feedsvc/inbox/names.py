r"""File names: their printable form and back, and the names that mark a file as junk.

A name in a POSIX file system is bytes. Its printable form is UTF-8 text in which a backslash is
doubled, a byte that is not UTF-8 (or is an ASCII control) is ``\xNN``, and a character that
cannot be seen, or that turns the text around it, is ``\uNNNN`` or ``\UNNNNNNNN``. Different
names have different forms, so the form is a key; nothing is normalized, because to a file
system NFC and NFD are two names.
"""

import re
from fnmatch import translate

from feedsvc.inbox.sightings import IgnoreRule

# Cc, Cf, Zl, Zp and lone surrogates. Written out instead of asking `unicodedata`, whose answers
# change with the version of Python: the form is a key of the ledger.
_UNSEEN = re.compile(
    "[\\\\\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_ESCAPE = re.compile(r"\\(?:(\\)|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def printable(name: bytes) -> str:
    """The form of a name, or of a path, that can be stored, logged and shown anywhere."""
    return _UNSEEN.sub(_escape, name.decode("utf-8", "surrogateescape"))


def unprintable(form: str) -> bytes:
    """The name whose printable form this is."""
    return _ESCAPE.sub(_unescape, form).encode("utf-8", "surrogateescape")


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if character == "\\":
        return r"\\"
    if code < 0x80 or 0xDC80 <= code <= 0xDCFF:  # a byte, the latter as PEP 383 carries it
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _unescape(match: re.Match[str]) -> str:
    backslash, byte, *code_points = match.groups()
    if backslash:
        return "\\"
    if byte:
        value = int(byte, 16)
        return chr(value if value < 0x80 else 0xDC00 + value)
    return chr(int(code_points[0] or code_points[1], 16))


# ------------------------------------------------------------------ junk

_JUNK: dict[IgnoreRule, tuple[str, ...]] = {
    # Editors' locks and swaps (.#a, .a.swp), macOS (._a, .DS_Store), rsync (.a.Xq3r), Syncthing
    # and Nextcloud (.syncthing.a.tmp, ._sync_a.db), GNOME (.goutputstream-X): all of them.
    IgnoreRule.HIDDEN: (".*",),
    IgnoreRule.TEMPORARY: (
        *("*.tmp", "*.temp", "*.part", "*.partial", "*.incomplete", "*.filepart", "*.uploading"),
        *("*.crdownload", "*.download", "*.opdownload", "*.aria2", "*._copying_"),
        *("*~", "*.swp", "*.swo", "*.swx", "4913", "#*#", "~$*", "~syncthing~*"),
    ),
    IgnoreRule.SYSTEM: (
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "#recycle"),
        *("lost+found", "$recycle.bin", "system volume information"),
    ),
}
_PATTERNS = tuple(
    (rule, pattern, re.compile(translate(pattern)))
    for rule, patterns in _JUNK.items()
    for pattern in patterns
)
_ANY_PATTERN = re.compile("|".join(pattern.pattern for _, _, pattern in _PATTERNS))


def junk_rule(name: bytes) -> tuple[IgnoreRule, str] | None:
    """The rule by which a file or folder of this name is passed over, and its pattern."""
    lowered = name.decode("utf-8", "surrogateescape").lower()
    if not _ANY_PATTERN.match(lowered):  # one test for the many names that are no junk
        return None
    return next((rule, glob) for rule, glob, pattern in _PATTERNS if pattern.match(lowered))
