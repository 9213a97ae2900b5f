"""What backfills brought, on its way into the feeds: a few articles a day."""

import structlog

from feedsvc.pipeline.journey import Journey
from feedsvc.store import backlog

log = structlog.get_logger()


def drip(journey: Journey, per_day: int) -> int:
    """Let as many backfilled articles into the feeds as are due now.

    Returns: how many. Raises: StoreError.
    """
    if per_day <= 0:
        return 0
    with journey.database.reading() as transaction:
        if not backlog.waiting(transaction):
            return 0
    with journey.database.writing() as transaction:
        released = backlog.release(transaction, per_day, journey.clock())
        waiting = backlog.waiting(transaction)
    if released:
        log.info("articles_released", released=released, waiting=waiting)
    return released
