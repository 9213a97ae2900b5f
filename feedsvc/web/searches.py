"""Searches as feeds: rendered for whoever asks, with validators like those of published files."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Sequence

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import Format
from feedsvc.feeds.addresses import SEARCH_FOLDER, document_file
from feedsvc.feeds.searches import search_feed, searched
from feedsvc.model import Entry
from feedsvc.site import Site
from feedsvc.web import replies
from feedsvc.web.documents import Document
from feedsvc.web.limits import TokenBucket

Newest = Callable[[str], Sequence[Entry]]


class SearchFeeds:
    """The endpoints, one for each format."""

    def __init__(
        self, site: Site, newest: Newest, limit: TokenBucket, searching: CapacityLimiter
    ) -> None:
        """`newest` runs in a thread, and says what matches, the newest first."""
        self._site = site
        self._newest = newest
        self._limit = limit
        self._searching = searching

    @property
    def routes(self) -> list[tuple[str, Callable[[Request], Awaitable[Response]]]]:
        """Their paths below the base URL."""
        return [
            (document_file(SEARCH_FOLDER, format_), self._endpoint(format_)) for format_ in Format
        ]

    def _endpoint(self, format_: Format) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await self._answer(request, format_)

        return answer

    async def _answer(self, request: Request, format_: Format) -> Response:
        """The feed. Who asks too often is told to come back: a 4xx would keep some readers away
        for days (FEEDS 41).
        """
        if request.method not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        query = searched(request.query_params.get("q", ""))
        if not query:
            return replies.message("Say what to look for: ?q=words", 404)
        if not self._limit.take():
            return replies.message("Too many searches at once. Please try again.", 503)
        try:
            found = await to_thread.run_sync(
                self._document, query, format_, limiter=self._searching
            )
        except FeedsvcError:
            return replies.message("The search is not available just now.", 503)
        reply = replies.document(request, found)
        reply.headers["x-robots-tag"] = "noindex"
        return reply

    def _document(self, query: str, format_: Format) -> Document:
        entries = self._newest(query)
        site = self._site
        content = search_feed(query, entries, site.addresses, site.title, format_)
        changed = max((max(one.entered, one.updated) for one in entries), default=None)
        return Document(
            path=document_file(SEARCH_FOLDER, format_),
            media_type=f"{format_.media_type}; charset=utf-8",
            modified=int(changed.timestamp()) if changed else 0,
            digest=hashlib.sha256(content).hexdigest()[:32],
            # the quicker coding alone: nobody else asks for these bytes
            codings={"identity": content, "gzip": gzip.compress(content, 6, mtime=0)},
        )
