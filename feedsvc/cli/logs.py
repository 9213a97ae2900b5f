"""The log: structlog events on stderr, pretty on a terminal, one JSON object a line elsewhere.

What comes from the libraries' own `logging` goes the same way. Values may come from dumps, so
control characters are escaped and long values are cut.
"""

import logging
import sys
from typing import TYPE_CHECKING, Any, cast

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

LONGEST_VALUE = 500  # characters

# Libraries that tell more than anyone asked. APScheduler warns of each tick that meets one which
# runs and one which waits, as it should; our watchdog notices a run that hangs.
_CHATTY = {
    "alembic": logging.WARNING,
    "apscheduler": logging.ERROR,
    "uvicorn": logging.WARNING,
    "watchfiles": logging.WARNING,
}


def turn_on(level_name: str, form: str, verbose: int = 0) -> None:
    """Configure logging for this process.

    `form` is "pretty", "json" or "auto"; `verbose` counts -v: 1 for info, 2 for debug.
    """
    pretty = form == "pretty" or (form == "auto" and sys.stderr.isatty())
    level = _level(level_name, verbose)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _make_safe,
    ]
    renderers: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if pretty
        else [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(sort_keys=True),
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _CHATTY.items():
        logging.getLogger(name).setLevel(max(level, least) if level > logging.DEBUG else level)


def _level(name: str, verbose: int) -> int:
    configured = cast(int, getattr(logging, name.upper()))
    if verbose == 0:
        return configured
    return min(configured, logging.INFO if verbose == 1 else logging.DEBUG)


def _make_safe(_logger: "WrappedLogger", _method: str, event: "EventDict") -> "EventDict":
    return {key: _safe(value) for key, value in event.items()}


def _safe(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_VALUE:
        value = value[:LONGEST_VALUE] + "…"
    if value.isprintable():
        return value
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in value)
