"""What a reader says of a dump, whatever happens to the reader."""

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future

from feedsvc.extract import Repeats
from feedsvc.model import Dump
from feedsvc.pipeline.journey import Journey
from feedsvc.pipeline.reading import ReaderDied, ReadingOutcome, Unread, read

MAX_ATTEMPTS = 3  # deaths of its reader, with nothing else in its hands (FAULTS B1)


def outcome_of(
    journey: Journey,
    dump: Dump,
    future: Future[ReadingOutcome],
    known: Sequence[Repeats] = (),
) -> ReadingOutcome:
    """What a reader says; one that dies or raises costs its own dump at most.

    `known` is what the reading was asked for with.
    """
    for attempts in range(1, MAX_ATTEMPTS + 1):
        try:
            return future.result()
        except BrokenExecutor:  # this reader died or one beside it: find out, one at a time
            if attempts < MAX_ATTEMPTS:
                future = journey.isolated.submit(read, dump, journey.policies, known)
        except Exception as error:
            message = f"its reader failed: {type(error).__name__}: {error}"
            hint = "this is a defect: please report it, with the file"
            return Unread(message=message, hint=hint, again=False, defect=error)
    return ReaderDied(attempts=MAX_ATTEMPTS)
