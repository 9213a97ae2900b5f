"""uvicorn, kept in its place: it serves, and leaves signals and logging to the daemon."""

import contextlib
import errno
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from feedsvc.errors import ConfigError
from feedsvc.web.protocol import TimedProtocol

_KEEP_ALIVE_SECONDS = 15
_MAX_HEADER_BYTES = 32 * 1024
_MAX_CONNECTIONS = 1000  # beyond it, 503: the ingest beside us keeps its descriptors
_BACKLOG = 512


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free port.

    Raises ConfigError, naming the setting, when the address cannot be had.
    """
    if not 0 <= port <= 65535:  # getaddrinfo would wrap it around
        raise _unusable(host, port, OverflowError("there is no such port"))
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # asyncio switches Nagle's algorithm off where the protocol is named; else 44 ms a reply
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except BaseException:
            listener.close()
            raise
        return listener
    except OSError as error:
        raise _unusable(host, port, error) from error


class Server:
    """An application on a listening socket."""

    def __init__(self, app: ASGIApp, listener: socket.socket, *, stop_seconds: int = 5) -> None:
        """`stop_seconds`: how long replies under way may take once `stop` is called."""
        self._listener = listener
        self._server = _QuietServer(_settings(app, stop_seconds))
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listener.getsockname()[1])

    def run(self) -> None:
        """Serves until `stop` is called from a signal handler or another thread."""
        self._server.run(sockets=[self._listener])

    def start(self) -> None:
        """Serves in a thread of its own. The socket listens already: nobody has to wait."""
        self._thread = threading.Thread(target=self.run, name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Asks it to finish what is under way. Safe in a signal handler."""
        self._server.should_exit = True

    def wait(self, timeout_seconds: float | None = None) -> bool:
        """Waits for the thread's end; False if it has not come in time."""
        if self._thread is None:
            return True
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()


class _QuietServer(uvicorn.Server):
    """uvicorn without its signal handlers.

    uvicorn raises a captured signal again after its own shutdown: the process would die before
    the scheduler and the workers are stopped (FAULTS C8).
    """

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _settings(app: ASGIApp, stop_seconds: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=TimedProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # links come from the base URL; nothing asks who the client is
        server_header=False,
        date_header=False,  # every reply brings its own
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=stop_seconds,
        limit_concurrency=_MAX_CONNECTIONS,
        h11_max_incomplete_event_size=_MAX_HEADER_BYTES,
    )


def _unusable(host: str, port: int, error: Exception) -> ConfigError:
    code = getattr(error, "errno", None)
    if code == errno.EADDRINUSE:
        return ConfigError(
            f"port {port} on {host} is in use by another program",
            "set server.port to a free port, or to 0 for any",
        )
    if code in {errno.EACCES, errno.EPERM}:
        return ConfigError(
            f"port {port} on {host} may not be used by this user",
            "set server.port to a port above 1023",
        )
    reason = getattr(error, "strerror", None) or str(error)
    return ConfigError(
        f"server.host = {host!r}, server.port = {port} cannot be listened on: {reason}",
        "server.host must be an address of this machine, server.port between 0 and 65535",
    )
