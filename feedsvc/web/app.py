"""The HTTP application: the published folder, the health check, the search and the trigger.

What it needs from the rest of the house is handed in as callables; it knows neither the store
nor the pipeline.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import Format
from feedsvc.feeds.addresses import GONE_FILE, HOME_FILE, NOT_FOUND_FILE, TOMBSTONE, feed_file
from feedsvc.model import Entry
from feedsvc.site import Site, search_page
from feedsvc.web import replies
from feedsvc.web.documents import Document, Documents
from feedsvc.web.limits import TokenBucket
from feedsvc.web.searches import SearchFeeds
from feedsvc.web.trigger import Ingest, Trigger

RESULTS_ON_PAGE = 30
_MAX_QUERY_CHARS = 200
_DEPTH_OF_FEEDS = 2  # feeds/<slug>/atom.xml; archives lie deeper
_MAX_PAGES = 50  # of results: whoever needs more needs another query
_SEARCHES_AT_ONCE = 2  # the threads and connections of all the others stay free
_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What `/health` answers: 200 or 503, and the details for a person."""

    is_well: bool
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What the application calls. `health`, `ingest` and `search` run in threads."""

    health: Callable[[], Health]
    ingest: Ingest | None = None  # a run's report, as JSON-ready values
    token: str | None = None  # without one, the trigger is off
    # the best matches of a query, without the first few: one more than a page has, if there are
    search: Callable[[str, int], Sequence[Entry]] | None = None
    # what matches, the newest first; without it, no search is a feed
    search_newest: Callable[[str], Sequence[Entry]] | None = None
    search_limit: TokenBucket = field(default_factory=TokenBucket)
    hub_url: str | None = None  # WebSub: named in the headers of every feed
    moved: Mapping[str, str] = field(default_factory=dict)  # a feed's old slug to its new one
    gone: frozenset[str] = frozenset()  # slugs of feeds withdrawn for good


def create_app(directory: Path, site: Site, wiring: Wiring) -> Starlette:
    """The application over the published `directory`, answering with and without the prefix."""
    served = _Served(directory, site, wiring)
    trigger = Trigger(wiring.ingest, wiring.token)
    routes: list[tuple[str, _Endpoint]] = [("health", served.health), ("ingest", trigger.answer)]
    if wiring.search is not None:
        routes.append(("search", served.search))
    if served.search_feeds is not None:
        routes += served.search_feeds.routes
    app = Starlette(
        routes=[
            *(
                Route(prefix + name, endpoint, methods=["GET", "POST"])
                for prefix in dict.fromkeys(("/", site.addresses.prefix))
                for name, endpoint in routes
            ),
            Route("/{path:path}", served.file, methods=["GET", "OPTIONS"]),
        ],
        exception_handlers={405: _not_allowed, 500: _failed},
    )
    app.router.redirect_slashes = False
    return app


class _Served:
    """The endpoints."""

    def __init__(self, directory: Path, site: Site, wiring: Wiring) -> None:
        self._documents = Documents(directory)
        self._site = site
        self._wiring = wiring
        self._searching = CapacityLimiter(_SEARCHES_AT_ONCE)
        self.search_feeds = (
            SearchFeeds(site, wiring.search_newest, wiring.search_limit, self._searching)
            if wiring.search_newest is not None
            else None
        )
        self._expected = {feed_file(f.slug, format_) for f in site.feeds for format_ in Format}
        self._expected.add(HOME_FILE)

    async def file(self, request: Request) -> Response:
        """A published file, under the same path."""
        candidates = self._candidates(request.scope["path"])
        found = self._documents.kept(candidates)
        if found is None:
            found = await to_thread.run_sync(self._first, candidates)
        if request.method == "OPTIONS":
            return replies.preflight(found)
        if found is not None:
            return replies.document(request, found, links=self._links(found))
        return await to_thread.run_sync(self._missing, request, candidates)

    async def health(self, request: Request) -> Response:
        """200 while all is well, 503 otherwise, and why."""
        _only(request, "GET, HEAD")
        try:
            health = await to_thread.run_sync(self._wiring.health)
        except FeedsvcError as error:
            health = Health(is_well=False, details={"error": error.message, "hint": error.hint})
        status = 200 if health.is_well else 503
        return replies.data({"ok": health.is_well, **health.details}, status)

    async def search(self, request: Request) -> Response:
        """The search page; 429 when all together ask too often, 503 if the store fails."""
        _only(request, "GET, HEAD")
        query = " ".join(request.query_params.get("q", "").replace("\0", " ").split())
        query, number = query[:_MAX_QUERY_CHARS], _page_number(request.query_params.get("page"))
        search = self._wiring.search
        entries: Sequence[Entry] = ()
        assert search is not None
        if query and not self._wiring.search_limit.take():
            return replies.message("Too many searches at once. Please try again.", 429)
        try:
            if query:
                skip = (number - 1) * RESULTS_ON_PAGE
                entries = await to_thread.run_sync(search, query, skip, limiter=self._searching)
        except FeedsvcError:
            return replies.message("The search is not available just now.", 503)
        page = search_page(self._site, query, entries, number, RESULTS_ON_PAGE)
        return replies.page(request, page)

    def _candidates(self, path: str) -> list[str]:
        """What the request may mean: as it stands, and without the prefix of the base URL."""
        prefix = self._site.addresses.prefix
        plain = [path.removeprefix("/")]
        if path.startswith(prefix) or path + "/" == prefix:
            plain.append(path[len(prefix) :])
        return list(dict.fromkeys(plain))

    def _first(self, paths: Sequence[str]) -> Document | None:
        found = (self._documents.find(path) for path in paths)
        return next((document for document in found if document is not None), None)

    def _links(self, found: Document) -> str | None:
        """The Link header of a feed that a hub looks after (WebSub, 4; FEEDS 52)."""
        is_feed = found.is_feed and found.path.count("/") == _DEPTH_OF_FEEDS
        if not (self._wiring.hub_url and is_feed):
            return None
        own = self._site.addresses.url(found.path)
        return f'<{self._wiring.hub_url}>; rel="hub", <{own}>; rel="self"'

    def _elsewhere(self, path: str) -> Response | None:
        """The answer for a feed that has moved (FEEDS 43) or is gone (FEEDS 41)."""
        top, _, below = path.partition("/")
        slug, _, rest = below.partition("/")
        if top != "feeds":
            return None
        if slug in self._wiring.gone:
            return replies.message("This feed has been withdrawn.", 410)
        if slug not in self._wiring.moved:
            return None
        for _ in self._wiring.moved:  # one hop, whatever the number of names it has had
            slug = self._wiring.moved.get(slug, slug)
        location = self._site.addresses.url(f"feeds/{slug}/{rest}")
        return replies.message("This feed has moved for good.", 301, {"location": location})

    def _tombstone(self, path: str) -> Document | None:
        """What is said of a page (not a document) of a feed that is gone (FEEDS 41), and of an
        article that was withdrawn.
        """
        parts = path.split("/")
        if parts[0] == "feeds" and parts[-1] == "" and parts[1] in self._wiring.gone:
            return self._documents.find(GONE_FILE)
        folder = path.removesuffix("index.html").removesuffix("/")
        return self._documents.find(f"{folder}/{TOMBSTONE}")

    def _missing(self, request: Request, paths: Sequence[str]) -> Response:
        for path in paths:
            if page := self._tombstone(path):
                return replies.document(request, page, 410)
            if elsewhere := self._elsewhere(path):
                return elsewhere
            if path in self._expected or (path == "" and HOME_FILE in self._expected):
                return replies.not_yet("This feed" if path else "This site")
            if path and not path.endswith("/") and self._documents.find(path + "/"):
                location = self._site.addresses.path(f"{path}/index.html")
                return replies.message("It has moved.", 308, {"location": location})
        page = self._documents.find(NOT_FOUND_FILE)
        if page is None:
            return replies.message("There is nothing here.", 404)
        return replies.document(request, page, 404)


def _page_number(text: str | None) -> int:
    """The page of results that was asked for; the first if that makes no sense."""
    if text and text.isascii() and text.isdigit() and len(text) <= 4:
        return min(max(int(text), 1), _MAX_PAGES)
    return 1


def _only(request: Request, allowed: str) -> None:
    """Refuses other methods here: the router would pass them on to the files."""
    if request.method not in allowed:
        raise HTTPException(405, headers={"Allow": allowed})


async def _not_allowed(request: Request, error: Exception) -> Response:
    """405, with what is allowed (RFC 9110, 15.5.6)."""
    assert isinstance(error, HTTPException)
    allowed = sorted((error.headers or {}).get("Allow", "").split(", "))
    return replies.message(
        "This address does not take that method.", 405, {"allow": ", ".join(allowed)}
    )


async def _failed(request: Request, error: Exception) -> Response:
    """What the client hears of a bug; the log hears the rest."""
    return replies.message("Something went wrong here. The log says what.", 500)
