"""HTTP over the published directory, the health check, the search and the trigger."""

from feedsvc.web.app import Health, Wiring, create_app
from feedsvc.web.server import Server, bind

__all__ = ["Health", "Server", "Wiring", "bind", "create_app"]
