"""A WebSub hub on a loopback port: it writes down what it is told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class HubServer:
    """`forms` are what was posted; `answer` gives the status for a topic, and may look around."""

    def __init__(self) -> None:
        self.forms: list[dict[str, list[str]]] = []
        self.media_types: set[str] = set()
        self.answer: Callable[[str], int] = lambda _topic: 204
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode(), strict_parsing=True)
                hub.media_types.add(self.headers["Content-Type"])
                status = hub.answer(form["hub.url"][0])
                hub.forms.append({"status": [str(status)], **form})
                self.send_response(status)
                if status in {301, 307}:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                raise AssertionError("nobody gets anything from a hub")

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hub?for=feedsvc"

    @property
    def topics(self) -> list[str]:
        """What it was told of, in order, refused or not."""
        return [form["hub.url"][0] for form in self.forms]

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def hub_server() -> Iterator[HubServer]:
    """A hub that answers while the block lasts."""
    hub = HubServer()
    thread = threading.Thread(target=hub.serve, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.close()
        thread.join(10)
