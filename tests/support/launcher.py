"""Runs `feedsvc` commands in processes of their own, without paying for the imports each time.

A script: it imports everything once, and forks a child for each command that comes in as one line
of JSON on stdin. The child is a real process with real files for stdout and stderr; it can be
signaled, traced and killed. Requests: {"start": argv, ...} -> pid, {"poll": pid} -> status or null.
All children are killed when stdin closes. It has no threads: a fork of it is safe.
"""

import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

DEADLY = "LAUNCHER_DEADLY"
_PR_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


def main() -> None:
    preload()
    children: dict[int, int | None] = {}
    reply = os.fdopen(os.dup(1), "w", encoding="utf-8")
    print("ready", file=reply, flush=True)
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        if "start" in request:
            pid = os.fork()
            if pid == 0:
                reply.close()
                try:
                    become(request)
                finally:
                    os._exit(99)
            children[pid] = None
            print(pid, file=reply, flush=True)
        else:
            pid = request["poll"]
            if children[pid] is None:
                done, status = os.waitpid(pid, os.WNOHANG)
                children[pid] = os.waitstatus_to_exitcode(status) if done else None
            print(json.dumps(children[pid]), file=reply, flush=True)
    for pid, status in children.items():
        if status is None and os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGKILL)


def preload() -> None:
    """Import what the commands import when they run; open nothing."""
    import alembic.command  # noqa: F401

    import feedsvc.cli.inspecting
    import feedsvc.cli.logs
    import feedsvc.cli.root
    import feedsvc.daemon
    import feedsvc.services
    import feedsvc.status  # noqa: F401
    from feedsvc.pipeline import Policies
    from feedsvc.pipeline.reading import refine

    words = b"The ferry is late again and nobody on the quay is surprised by that. "
    assert list(refine(b"Ferry late again\n\n" + words * 10, Policies()))  # loads the models

    assert len(list(Path("/proc/self/task").iterdir())) == 1, (
        "a process with threads must not be forked"
    )


def become(request: dict[str, Any]) -> None:
    """Turn this child into the command; never returns."""
    os.setsid()
    for number in (0, 1, 2):
        path = request["files"][number]
        if path is None:
            os.close(number)
            continue
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(path, flags, 0o600)
        if descriptor != number:
            os.dup2(descriptor, number)
            os.close(descriptor)
    sys.stdin = None  # type: ignore[assignment]
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = None
        if request["files"][number] is not None:
            errors = "strict" if number == 1 else "backslashreplace"
            stream = open(number, "w", encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    if request["powerless"]:
        drop_rights()
    if request["deadly"] is not None:
        os.environ[DEADLY] = request["deadly"]
        make_deadly()
    if request["stopped"]:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
    run(request["start"])


def drop_rights() -> None:
    """Give up the right to pass over the modes of files, which root has; see capset(2)."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def make_deadly() -> None:
    """Let the dump at $DEADLY kill whoever reads it, as it would crash a parser."""
    from feedsvc import inbox

    harmless = inbox.read

    def read(dump: Any, policy: Any) -> Any:
        if dump.path == os.environ[DEADLY]:
            os._exit(9)
        return harmless(dump, policy)

    inbox.read = read  # type: ignore[assignment]


def run(argv: list[str]) -> None:
    """What `python -m feedsvc ARGV` does."""
    from feedsvc.cli import main as command

    sys.argv = ["feedsvc", *argv]
    code: Any = 1
    try:
        command()
    except SystemExit as error:
        code = error.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    end(0 if code is None else code)


def end(code: int) -> None:
    """End as an interpreter does: threads are waited for, streams are flushed."""
    import threading

    threading._shutdown()  # type: ignore[attr-defined]
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        code = 120  # as CPython does
    os._exit(code)


if __name__ == "__main__":
    main()
elif DEADLY in os.environ:  # a worker that a command has spawned
    make_deadly()
