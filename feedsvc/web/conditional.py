"""What a request's headers ask for: which coding, and whether the client has it already.

Pure, and forgiving: a header that makes no sense counts as absent.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from feedsvc.web.documents import Document

_ENTITY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')  # RFC 9110, 8.8.3
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_PREFERENCE = ("br", "zstd", "gzip")  # the smaller first, among equals


def coding(accept_encoding: str | None, available: Collection[str]) -> str:
    """The coding to send (RFC 9110, 12.5.3). Without the header: the bytes as they are."""
    if accept_encoding is None:
        return "identity"
    asked = _qualities(accept_encoding)
    others = asked.get("*", 0.0)
    wanted = [name for name in _PREFERENCE if name in available]
    wanted = [name for name in wanted if asked.get(name, others) > 0]
    own = asked.get("identity", 0.0)
    best = max(wanted, key=lambda name: asked.get(name, others), default="identity")
    return best if asked.get(best, others) >= own else "identity"


def held_etag(headers: Mapping[str, str], document: Document, chosen: str) -> str | None:
    """The ETag of what the client has, if that is still right: the reply is 304 then.

    If-None-Match decides alone when it is there (13.2.2), If-Modified-Since otherwise. Any
    coding's tag will do: what the client holds is current in whatever coding it holds it.
    """
    if (tags := headers.get("if-none-match")) is not None:
        return _matching(tags, document, chosen)
    if (moment := _http_date(headers.get("if-modified-since"))) is not None:
        return document.etag(chosen) if document.modified <= moment else None
    return None


def _matching(tags: str, document: Document, chosen: str) -> str | None:
    if tags.strip() == "*":
        return document.etag(chosen)
    held = {match.group(1) for match in _ENTITY_TAG.finditer(tags)}
    ours = [document.etag(name) for name in (chosen, *document.codings)]
    return next((tag for tag in ours if tag in held), None)


def _qualities(header: str) -> dict[str, float]:
    qualities: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        quality = _QUALITY.fullmatch(parameter.strip()) if parameter.strip() else None
        if parameter.strip() and quality is None:
            continue
        known = "gzip" if name.strip() == "x-gzip" else name.strip()
        qualities[known] = float(quality.group(1)) if quality else 1.0
    return qualities


def _http_date(value: str | None) -> float | None:
    """Seconds since 1970 of an HTTP date; None if it is none."""
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (aware - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
