"""Strings from metadata made plain: one line, no markup, no entity, nothing invisible."""

import re
from html import unescape
from typing import Final
from unicodedata import category, normalize
from urllib.parse import urljoin, urlsplit

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,8}\d?|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});?")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = "\u200c\u200d"
_MAX_CHARS: Final = 4_000
_MAX_URL_CHARS: Final = 2_000
_URL_UNSAFE: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"'\\^`{|}]")


def plain(text: object) -> str:
    """`text` as a person reads it; "" for what is no string."""
    if not isinstance(text, str):
        return ""
    text = text[:_MAX_CHARS]
    for _ in range(2):  # entities are written twice now and then
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    text = normalize("NFC", _TAG.sub(" ", text))
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """`text` without characters that nobody sees and feeds must not hold."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character
        for character in text
        if character in _JOINERS or character.isspace() or category(character) not in _UNSEEN
    )


def web_url(url: object, base: str | None = None) -> str | None:
    """`url` as an absolute http(s) URL, or None if it cannot be one."""
    if not isinstance(url, str):
        return None
    url = url.strip()[:_MAX_URL_CHARS]
    try:
        whole = urljoin(base, url) if base else url
        parts = urlsplit(whole)
        host = parts.hostname
        port = parts.port
    except ValueError:
        return None
    named = bool(host) and (port is None or port > 0) and parts.username is None
    if parts.scheme not in ("http", "https") or not named:
        return None
    return _encoded(whole)


def _encoded(url: str) -> str | None:
    """ASCII, as RFC 3986 wants it: other characters percent-encoded in UTF-8, hosts in IDNA."""
    if _URL_UNSAFE.search(url):
        url = _URL_UNSAFE.sub(lambda match: _percent(match[0]), url)
    if url.isascii():
        return url
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError:
        return None
    port = f":{parts.port}" if parts.port else ""
    rest = "".join(c if c.isascii() else _percent(c) for c in url.split(parts.netloc, 1)[1])
    return f"{parts.scheme}://{host}{port}{rest}"


def _percent(characters: str) -> str:
    return "".join(f"%{byte:02X}" for byte in characters.encode("utf-8", "replace"))
