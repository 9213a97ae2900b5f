"""`POST /ingest`: one authenticated way to start a run from outside, and to hear its report."""

import hmac
from collections.abc import Callable, Mapping

import anyio
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from feedsvc.errors import FeedsvcError, StoreBusy
from feedsvc.web import replies

Ingest = Callable[[], Mapping[str, object]]
_MAX_BODY_BYTES = 64 * 1024  # nothing in it is used
_BODY_SECONDS = 10


class Trigger:
    """The endpoint. One run at a time: who asks during a run hears 409."""

    def __init__(self, ingest: Ingest | None, token: str | None) -> None:
        """`ingest` runs in a thread and returns the report as JSON-ready values."""
        self._ingest = ingest
        self._token = (token or "").encode()
        self._running = anyio.Lock()

    async def answer(self, request: Request) -> Response:
        """The report of a run, or why there is none."""
        if request.method != "POST":
            raise HTTPException(405, headers={"Allow": "POST"})
        if self._ingest is None or not self._token:
            return _refused(403, "The trigger is off.", "set server.token, or server.token_file")
        if not self._is_authorized(request):
            refusal = _refused(
                401, "The token is missing or wrong.", "send it as Authorization: Bearer …"
            )
            refusal.headers["www-authenticate"] = 'Bearer realm="feedsvc"'
            return refusal
        with anyio.move_on_after(_BODY_SECONDS) as reading:
            if not await _has_small_body(request):
                return _refused(413, "The body is too large.", "none is needed")
        if reading.cancelled_caught:
            return _refused(408, "The body did not arrive in time.", "none is needed")
        return await self._run(self._ingest)

    async def _run(self, ingest: Ingest) -> Response:
        try:
            self._running.acquire_nowait()
        except anyio.WouldBlock:
            return _refused(409, "A run is under way already.", "ask again when it has ended")
        try:
            return replies.data(await to_thread.run_sync(ingest))
        except StoreBusy as error:
            return _refused(409, error.message, error.hint)
        except FeedsvcError as error:
            return _refused(503, error.message, error.hint)
        finally:
            self._running.release()

    def _is_authorized(self, request: Request) -> bool:
        """Compares bytes, in constant time: text would raise for what is not ASCII (FAULTS H9)."""
        given = next((v for k, v in request.scope["headers"] if k == b"authorization"), b"")
        scheme, _, token = given.partition(b" ")
        is_same = hmac.compare_digest(token.strip(), self._token)
        return is_same and scheme.lower() == b"bearer"


async def _has_small_body(request: Request) -> bool:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > _MAX_BODY_BYTES:
            return False
    return True


def _refused(status: int, problem: str, hint: str) -> Response:
    return replies.data({"error": problem, "hint": hint}, status)
