"""HTTP over the published directory, the health check, search and trigger; word to a hub."""

from feedsvc.web.app import RESULTS_ON_PAGE, Health, Wiring, create_app
from feedsvc.web.hub import Hub, tell_once
from feedsvc.web.server import Server, bind

__all__ = [
    "RESULTS_ON_PAGE",
    "Health",
    "Hub",
    "Server",
    "Wiring",
    "bind",
    "create_app",
    "tell_once",
]
