"""How feedsvc can fail: one tree, its families named by what is lost.

    FeedsvcError
    ├── ConfigError         nothing can start: the settings are wrong
    ├── InboxError          the folder cannot be read; nothing is concluded about its files
    ├── DumpError           one dump is lost for this run; the others go on
    │   ├── DumpUnreadable  it could not be opened or read
    │   └── DumpChanged     it changed while it was read; it is taken again once it has settled
    ├── StoreError          the database refused: what was in hand is rolled back
    │   ├── StoreBusy       another process holds what this one needs
    │   └── SchemaError     the database's schema is not this version's
    ├── SubjectUnclear      a command names nothing that is stored, or more than one thing
    └── PublishError        one feed or page stays as it was; the others go out

Every error says what happened, carries its subject as an attribute, and a `hint`: what a person
can do about it. A bad *record* is a value (`model.Rejected`), never an exception.

Each exception passes all its arguments to ``super().__init__``: one that cannot be unpickled
kills a whole pool of worker processes.
"""

from typing import Any


class FeedsvcError(Exception):
    """The root: anything that feedsvc reports to a person instead of a traceback."""

    def __init__(self, message: str, hint: str = "", *subject: Any) -> None:
        super().__init__(message, hint, *subject)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class ConfigError(FeedsvcError):
    """The settings cannot be used; the message lists every problem at once."""


class InboxError(FeedsvcError):
    """The folder cannot be read, so nothing is concluded about its files: a mount that is late
    has not deleted them. `directory` is its path in printable form.
    """

    def __init__(self, message: str, hint: str = "", directory: str = "") -> None:
        super().__init__(message, hint, directory)
        self.directory = directory


class DumpError(FeedsvcError):
    """One dump is lost for this run. `dump` is its path as the ledger shows it."""

    def __init__(self, message: str, hint: str = "", dump: str = "") -> None:
        super().__init__(message, hint, dump)
        self.dump = dump


class DumpUnreadable(DumpError):
    """The dump could not be opened or read: permissions, or a device that fails."""


class DumpChanged(DumpError):
    """The dump changed or vanished while it was read; what was read is dropped."""


class StoreError(FeedsvcError):
    """The database refused. What was in hand is rolled back."""


class StoreBusy(StoreError):
    """Another process holds the lock that this one needs."""


class SchemaError(StoreError):
    """The database's schema is newer than this version, or is not ours at all."""


class SubjectUnclear(FeedsvcError):
    """What the owner names is not there, is several things, or cannot be decided upon."""


class PublishError(FeedsvcError):
    """One feed (or page) could not be written. `feed` is its slug."""

    def __init__(self, message: str, hint: str = "", feed: str = "") -> None:
        super().__init__(message, hint, feed)
        self.feed = feed
