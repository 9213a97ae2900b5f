"""Where articles are extracted: in this process, or in a pool of worker processes. Both are
`concurrent.futures.Executor`s, so that the pipeline need not know.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
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


class WorkerPool(Executor):
    """A pool of worker processes that is replaced when one of them is killed.

    One death fails whatever was in the pool with `BrokenExecutor` (FAULTS C4): who waits for those
    futures submits again, and gets a new pool.

    Workers are spawned, never forked: a fork of a process with threads can deadlock (FAULTS C6).
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._changing = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None  # made when it is needed

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As `Executor.submit`; safe in several threads."""
        with self._changing:
            if self._pool is not None:
                try:
                    return self._pool.submit(fn, *args, **kwargs)
                except BrokenExecutor:
                    self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._new_pool()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As `Executor.shutdown`."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin_worker,
            max_tasks_per_child=TASKS_PER_WORKER,
        )


@contextmanager
def open_executor(processes: int) -> Iterator[Executor]:
    """An executor with this many worker processes; 0 means none besides this one."""
    executor = WorkerPool(processes) if processes else InlineExecutor()
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin_worker() -> None:
    """Leave signals to the parent, and end with it even when it is killed (FAULTS C2)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
