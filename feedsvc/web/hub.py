"""Tells a WebSub hub which feeds have changed, so that their subscribers hear of it at once.

A publisher's notification is a form with `hub.mode=publish` and the topic's address in `hub.url`:
WebSub leaves it open, and this is what hubs have taken since PubSubHubbub 0.3 (section 7.1). Who
publishes calls `Hub.notify` (the daemon) or `tell_once` (a command) after the files are out.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

import structlog

LOOK_SECONDS = 0.5
TIMEOUT_SECONDS = 10.0
PAUSES_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0)  # before the second try, the third, ...
ONCE_SECONDS = 5.0  # a person waits for the command

_NO_TIME = "there was no time to tell it of every feed"
_HINT = "see that site.hub_url is right and answers; subscribers who poll miss nothing"

log = structlog.get_logger()


class Hub:
    """Tells the hub from a thread of its own, until `stop` is set: a hub that is slow or dead
    never holds up a run. What it could not be told is tried again, six times in all; a topic
    waits only once, however often it has changed, since the hub fetches its newest state.
    """

    def __init__(self, url: str, stop: threading.Event) -> None:
        self._url = url
        self._stop = stop
        self._lock = threading.Lock()  # guards the three that follow
        self._topics: dict[str, None] = {}  # a set in order
        self._failures = 0
        self._due = 0.0  # monotonic
        self._is_failing = False

    def start(self) -> None:
        """Tell from now on."""
        threading.Thread(target=self._work, name="hub", daemon=True).start()

    def notify(self, topics: Sequence[str]) -> None:
        """These feeds have changed. Returns at once."""
        with self._lock:
            self._topics.update(dict.fromkeys(topics))
            self._failures, self._due = 0, 0.0

    def _work(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            if topics := self._take():
                telling = _tell(self._url, topics, TIMEOUT_SECONDS, lambda: not self._stop.is_set())
                if not self._stop.is_set():
                    self._put_back(telling.untold)
                    self._say(telling)

    def _take(self) -> Sequence[str]:
        with self._lock:
            if time.monotonic() < self._due:
                return ()
            topics, self._topics = self._topics, {}
            return tuple(topics)

    def _put_back(self, untold: Sequence[str]) -> None:
        """Let them be tried again after a pause; at once with what has changed meanwhile."""
        with self._lock:
            if untold and self._failures < len(PAUSES_SECONDS):
                if not self._topics:
                    self._due = time.monotonic() + PAUSES_SECONDS[self._failures]
                self._topics = {**dict.fromkeys(untold), **self._topics}
                self._failures += 1

    def _say(self, telling: "_Telling") -> None:
        if telling.told:
            log.info("hub_notified", hub=self._url, topics=len(telling.told))
        if telling.untold and not self._is_failing:
            log.warning("hub_failed", hub=self._url, detail=telling.problem, hint=_HINT)
        self._is_failing = bool(telling.untold)


def tell_once(url: str, topics: Sequence[str]) -> None:
    """Tell the hub now, in `ONCE_SECONDS` or not at all; what fails is a warning on the log."""
    deadline = time.monotonic() + ONCE_SECONDS
    told: list[str] = []
    found: list[_Telling] = []

    def work() -> None:
        found.append(
            _tell(url, topics, ONCE_SECONDS, lambda: time.monotonic() < deadline, told=told)
        )

    # A request's timeout is one for each step of it: a hub that trickles would take far longer.
    worker = threading.Thread(target=work, name="hub", daemon=True)
    worker.start()
    worker.join(ONCE_SECONDS)
    telling = found[0] if found else _told(topics, tuple(told), [_NO_TIME])
    if telling.told:
        log.info("hub_notified", hub=url, topics=len(telling.told))
    if telling.untold:
        log.warning("hub_failed", hub=url, detail=telling.problem, hint=_HINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """What became of some topics, and the first problem."""

    told: tuple[str, ...]
    untold: tuple[str, ...]
    problem: str


def _tell(
    url: str,
    topics: Sequence[str],
    timeout_seconds: float,
    goes_on: Callable[[], bool],
    told: list[str] | None = None,
) -> _Telling:
    """One request for each topic, while it `goes_on`; those that it took are added to `told`."""
    told = [] if told is None else told
    problems: list[str] = []
    for topic in topics:
        if not goes_on():
            problems.append(_NO_TIME)
            break
        try:
            _post(url, topic, timeout_seconds)
        except HTTPError as error:  # it answers: it may take the others
            with error:
                problems.append(f"it answers {error.code} to {topic}")
        except (OSError, HTTPException, ValueError) as error:
            problems.append(f"it cannot be reached: {getattr(error, 'reason', error)}")
            break
        else:
            told.append(topic)
    return _told(topics, told, problems)


def _told(topics: Sequence[str], told: Sequence[str], problems: Sequence[str]) -> _Telling:
    return _Telling(
        told=tuple(told),
        untold=tuple(topic for topic in topics if topic not in told),
        problem=problems[0] if problems else "",
    )


def _post(url: str, topic: str, timeout_seconds: float) -> None:
    """Raises: OSError (an HTTPError if the hub answers anything but 2xx), HTTPException."""
    form = urlencode({"hub.mode": "publish", "hub.url": topic}).encode()
    request = Request(url, form, {"User-Agent": "feedsvc"})  # noqa: S310 - see _opener
    with _opener().open(request, timeout=timeout_seconds):
        pass


def _opener() -> OpenerDirector:
    """http(s) only, and no redirects: they would turn the POST into a GET, of whatever scheme."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),  # refuses the rest: a proxy of another kind, say
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
