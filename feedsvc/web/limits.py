"""A limit on how often something may be asked, for all clients together."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePolicy:
    """So many requests a second in the long run, and so many at once."""

    per_second: float = 20.0
    burst: int = 40


class TokenBucket:
    """Full at first; every request takes a token, and time brings them back. Not for threads: the
    server's event loop alone asks.
    """

    def __init__(
        self, policy: RatePolicy = RatePolicy(), clock: Callable[[], float] = monotonic
    ) -> None:
        """`clock` tells seconds."""
        self._policy = policy
        self._clock = clock
        self._tokens = float(policy.burst)
        self._at = clock()

    def take(self) -> bool:
        """Takes a token, if there is one."""
        now = self._clock()
        gained = (now - self._at) * self._policy.per_second
        self._tokens = min(self._policy.burst, self._tokens + gained)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
