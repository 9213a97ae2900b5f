"""Where articles are extracted: in this process, or in a pool of worker processes. Both are
`concurrent.futures.Executor`s, so that the pipeline need not know.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import parent_process
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

TASKS_PER_WORKER = 1000  # then it is replaced, so that no leak lives long


class InlineExecutor(Executor):
    """Runs each task at once, in the caller's own thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The future is done when this returns, with the result or the exception in it."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def open_executor(processes: int) -> Iterator[Executor]:
    """An executor with this many worker processes; 0 means none besides this one.

    Workers are spawned, never forked: a fork of a process with threads can deadlock (FAULTS C6).
    """
    if processes == 0:
        yield InlineExecutor()
        return
    pool = ProcessPoolExecutor(
        max_workers=processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin_worker,
        max_tasks_per_child=TASKS_PER_WORKER,
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_worker() -> None:
    """Leave signals to the parent, and end with it even when it is killed (FAULTS C2)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
