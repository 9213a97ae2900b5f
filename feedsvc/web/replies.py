"""The replies: a published document with its validators, and short messages in words or JSON."""

import json
from collections.abc import Mapping
from email.utils import formatdate
from time import time

from starlette.requests import Request
from starlette.responses import Response

from feedsvc.site import CONTENT_SECURITY_POLICY
from feedsvc.web.conditional import coding, held_etag
from feedsvc.web.documents import Document

FEED_MAX_AGE_SECONDS = 900  # FEEDS 38: NetNewsWire, Miniflux and FreshRSS obey it
RETRY_AFTER_SECONDS = {429: 1, 503: 120}  # by status
METHODS = "GET, HEAD, OPTIONS"

_SAFETY = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
_PAGE_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'"
_OPEN_TO_ALL = {"access-control-allow-origin": "*"}
_PREFLIGHT = {
    **_OPEN_TO_ALL,
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": "If-None-Match, If-Modified-Since",
    "access-control-max-age": "86400",
}


def document(
    request: Request, found: Document, status: int = 200, *, links: str | None = None
) -> Response:
    """The document, or 304 if the client has it. HEAD has the same headers and no body."""
    chosen = coding(request.headers.get("accept-encoding"), found.codings)
    held = held_etag(request.headers, found, chosen) if status == 200 else None
    headers = _headers(found, held or found.etag(chosen)) | ({"link": links} if links else {})
    if held:
        return Response(status_code=304, headers=headers)
    content = found.codings[chosen]
    headers |= {"content-type": found.media_type, "content-length": str(len(content))}
    if chosen != "identity":
        headers["content-encoding"] = chosen
    body = b"" if request.method == "HEAD" else content
    return Response(body, status_code=status, headers=headers)


def page(request: Request, content: bytes, status: int = 200) -> Response:
    """A page made for this request alone."""
    headers = _every_reply() | {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(content)),
        "content-security-policy": _PAGE_POLICY,
        "cache-control": "no-cache",
    }
    return Response(b"" if request.method == "HEAD" else content, status, headers)


def data(content: Mapping[str, object], status: int = 200) -> Response:
    """A JSON reply that nobody keeps."""
    body = json.dumps(content, ensure_ascii=False, default=str).encode() + b"\n"
    headers = _every_reply() | {"content-type": "application/json", "cache-control": "no-store"}
    return Response(body, status, headers | _retry_after(status))


def message(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A sentence."""
    all_headers = _every_reply() | {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-cache",
        **_retry_after(status),
        **(headers or {}),
    }
    return Response(f"{text}\n", status, all_headers)


def preflight(found: Document | None) -> Response:
    """The answer to OPTIONS: what may be asked, and whether a script of another site may ask."""
    is_feed = found is not None and found.is_feed
    headers = _every_reply() | {"allow": METHODS} | (_PREFLIGHT if is_feed else {})
    return Response(status_code=204, headers=headers)


def not_yet(what: str) -> Response:
    """503: it will be there soon. A 4xx would keep some readers away for days (FEEDS 41)."""
    return message(f"{what} has not been published yet. Please come back in a moment.", 503)


def _headers(found: Document, etag: str) -> dict[str, str]:
    now = time()
    headers = _every_reply(now) | {
        "etag": etag,
        # never later than the Date of the reply (RFC 9110, 8.8.2.1)
        "last-modified": formatdate(min(found.modified, now), usegmt=True),
        "vary": "Accept-Encoding",
        "cache-control": _cache_control(found),
    }
    if found.is_feed:
        headers |= _OPEN_TO_ALL | {"access-control-expose-headers": "ETag, Last-Modified"}
    if found.is_page:
        headers["content-security-policy"] = _PAGE_POLICY
    return headers


def _every_reply(now: float | None = None) -> dict[str, str]:
    """The date is ours: the server's own is up to a second old, and a document may be newer."""
    return {"date": formatdate(time() if now is None else now, usegmt=True), **_SAFETY}


def _cache_control(found: Document) -> str:
    if found.is_page:
        return "no-cache"  # kept, but asked about each time: a correction shows at once
    return f"public, max-age={FEED_MAX_AGE_SECONDS}"


def _retry_after(status: int) -> dict[str, str]:
    seconds = RETRY_AFTER_SECONDS.get(status)
    return {"retry-after": str(seconds)} if seconds else {}
