"""HTML among the dumps: how it is told from text, which encoding it is in, and clean markup.

The encoding is found as browsers find it (WHATWG HTML, 13.2.3: byte order mark, then the page's
own declaration in its first 1,024 bytes), with one rule before the declaration: bytes that are
valid UTF-8 beyond ASCII are UTF-8, for scrapers save pages transcoded and leave the tag as it was.
"""

import re
from html import unescape
from typing import Final

from resiliparse.parse.encoding import map_encoding_to_html5

from feedsvc.formats.cleaning import clean_markup
from feedsvc.formats.decoding import Decoded, codec_named, decode
from feedsvc.formats.sniffing import strip_bom
from feedsvc.model import Rejected

_HEAD_BYTES: Final = 4096
_PRESCAN_BYTES: Final = 1024  # WHATWG HTML, 4.2.5.4
_DOCUMENT: Final = re.compile(rb"(?i)<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]")
_TAG: Final = re.compile(
    rb"(?i)</?(?:p|div|span|a|br|li|ul|ol|article|section|table|tr|td|h[1-6]|strong|em|b|i|img)"
    rb"(?:\s[^<>]{0,300})?/?>"
)
_CLOSING: Final = re.compile(rb"</[A-Za-z]")
_MIN_TAGS: Final = 6
_MIN_TAG_SHARE: Final = 0.03  # of the head's bytes; a text about HTML has less
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_META: Final = re.compile(rb"(?i)<meta[\s/]([^>]{1,600})>?")
_CHARSET: Final = re.compile(
    rb"""(?i)charset\s*=\s*(?:"\s*([^"]{1,40})"|'\s*([^']{1,40})'|([^\s;"'/>]{1,40}))"""
)
_XML_ENCODING: Final = re.compile(rb"""(?i)\A<\?xml[^>]{1,100}?encoding\s*=\s*["']([^"']{1,40})""")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MAX_LOST_SHARE: Final = 0.005  # of the characters, in a reading under the declared encoding


def is_html(data: bytes) -> bool:
    """Whether `data` is an HTML page or a piece of one, judged from its first bytes.

    A page says so itself; a piece has many tags, some of them closing. A text with a few tags in
    it stays a text.
    """
    head = strip_bom(data)[:_HEAD_BYTES].replace(b"\x00", b"").lstrip()
    if head.startswith(b"<") and _DOCUMENT.search(head):
        return True
    tags = _TAG.findall(head)
    return (
        len(tags) >= _MIN_TAGS
        and sum(map(len, tags)) >= _MIN_TAG_SHARE * len(head)
        and len(_CLOSING.findall(head)) >= _MIN_TAGS // 3
    )


def decode_html(data: bytes) -> Decoded | Rejected:
    """The text of a page, or why it has none."""
    if strip_bom(data) is not data or b"\x00" in data[:_PRESCAN_BYTES]:
        return decode(data)
    codec, name = codec_named(declared_encoding(data))
    if codec and not _is_wide_utf8(data):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= _MAX_LOST_SHARE * len(text):
            return Decoded(text=text, encoding=name)
    return decode(data)


def declared_encoding(data: bytes) -> str | None:
    """The codec of the label that the page declares, or None."""
    head = _COMMENT.sub(b"", data[:_PRESCAN_BYTES])
    found = [match for meta in _META.findall(head) for match in _CHARSET.finditer(meta)]
    if found:
        label = next(group for group in found[0].groups() if group)
    elif declared := _XML_ENCODING.match(head):
        label = declared[1]
    else:
        return None
    return _codec(label.decode("latin-1").strip())


def _codec(label: str) -> str | None:
    if label.lower() == "x-user-defined":
        return "cp1252"  # WHATWG HTML, 13.2.3.2
    found = map_encoding_to_html5(label, False)
    if found and found.startswith("utf-16"):
        return "utf-8"  # it cannot be: the declaration itself was read as ASCII
    return str(found) if found else None


def _is_wide_utf8(data: bytes) -> bool:
    """Valid UTF-8 beyond ASCII: by accident in no other encoding."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 4  # cut inside its last character
    return True


def clean_html(text: str) -> str:
    """Markup without what must not reach the model, in entities either.

    Entities for characters beyond ASCII are read here, so that cleaning sees them; those that
    markup needs (`&lt;`, `&amp;`, `&#39;`) stay.
    """
    return clean_markup(_ENTITY.sub(_foreign, text) if "&" in text else text)


def _foreign(match: re.Match[str]) -> str:
    read = unescape(match[0])
    return match[0] if read.isascii() or read == match[0] else read
