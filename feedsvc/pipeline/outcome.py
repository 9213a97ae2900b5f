"""What a reader says of a dump, whatever happens to the reader."""

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, Future

from feedsvc.extract import Repeats
from feedsvc.model import Dump
from feedsvc.pipeline.journey import Journey
from feedsvc.pipeline.reading import Apart, ReaderDied, ReadingOutcome, Unread, read

MAX_ATTEMPTS = 3  # deaths of its reader, with nothing else in its hands (FAULTS B1)


def ask(
    journey: Journey,
    dump: Dump,
    known: Sequence[Repeats] = (),
    executor: Executor | None = None,
) -> Future[ReadingOutcome | Apart]:
    """Have a dump read; `known` says for each record which lines its publisher repeats."""
    executor = executor or journey.executor
    parses_html = not (journey.html_apart and executor is journey.executor)
    return executor.submit(read, dump, journey.policies, known, parses_html=parses_html)


def outcome_of(
    journey: Journey,
    dump: Dump,
    future: Future[ReadingOutcome | Apart],
    known: Sequence[Repeats] = (),
) -> ReadingOutcome:
    """What a reader says; one that dies or raises costs its own dump at most.

    `known` is what the reading was asked for with.
    """
    attempts = 0
    while attempts < MAX_ATTEMPTS:
        try:
            found = future.result()
        except BrokenExecutor:  # this reader died or one beside it: find out, one at a time
            attempts += 1
        except Exception as error:
            message = f"its reader failed: {type(error).__name__}: {error}"
            hint = "this is a defect: please report it, with the file"
            return Unread(message=message, hint=hint, again=False, defect=error)
        else:
            if not isinstance(found, Apart):
                return found
        if attempts < MAX_ATTEMPTS:
            future = ask(journey, dump, known, journey.isolated)
    return ReaderDied(attempts=MAX_ATTEMPTS)
