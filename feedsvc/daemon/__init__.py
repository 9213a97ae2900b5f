"""The daemon: a schedule, a watch, a server and two signals. The only user of APScheduler."""

from feedsvc.daemon.run import run, serve

__all__ = ["run", "serve"]
