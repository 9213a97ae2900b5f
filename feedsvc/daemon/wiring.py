"""What the HTTP application calls in the rest of the house."""

import threading
from collections.abc import Sequence

from starlette.applications import Starlette

from feedsvc import status
from feedsvc.data import as_data
from feedsvc.model import Entry
from feedsvc.pipeline import Request
from feedsvc.services import Services, now, run_once
from feedsvc.store.search import find, newest
from feedsvc.web import RESULTS_ON_PAGE, Health, Wiring, create_app

ENTRIES_IN_SEARCH_FEED = 50


def application(services: Services, stop: threading.Event | None) -> Starlette:
    """The application over the published directory. POST /ingest may run until `stop` is set;
    None turns it off.
    """
    settings = services.settings
    token = settings.server.token

    def health() -> Health:
        found = status.feel(services, now())
        return Health(is_well=not found.reasons, details=as_data(_public(found)))

    def ingest() -> dict[str, object]:
        request = Request(trigger="http", stop=stop or threading.Event())
        data: dict[str, object] = as_data(run_once(services, request))
        return data

    def search(query: str, skip: int) -> Sequence[Entry]:
        with services.database.reading() as transaction:
            return find(transaction, query, RESULTS_ON_PAGE + 1, skip)

    def search_newest(query: str) -> Sequence[Entry]:
        with services.database.reading() as transaction:
            return newest(transaction, query, ENTRIES_IN_SEARCH_FEED)

    return create_app(
        settings.site.directory,
        services.publisher.site,
        Wiring(
            health=health,
            ingest=ingest if stop is not None else None,
            hub_url=settings.site.hub_url,
            search=search if settings.site.search else None,
            search_newest=search_newest if settings.site.search_feeds else None,
            moved=settings.site.moved,
            gone=frozenset(settings.site.gone),
            token=token.get_secret_value() if token is not None else None,
        ),
    )


def _public(found: status.Pulse) -> dict[str, object]:
    """What anybody may know: no paths, no addresses."""
    last = found.last_run
    return {
        "reasons": [status.without_paths(reason) for reason in found.reasons],
        "last_run": {"state": last.state, "finished": last.finished} if last else None,
        "next_run": found.daemon.next_run if found.daemon else None,
        "published": found.published,
    }
