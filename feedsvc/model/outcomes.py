"""What became of a file and of a record."""

from enum import StrEnum


class FileState(StrEnum):
    """What the ledger says of a path."""

    PENDING = "pending"  # not settled yet: it is looked at again
    IN_HAND = "in-hand"  # being read now, or its reader was killed
    TAKEN = "taken"  # read; its records say what became of each page
    REFUSED = "refused"  # rejected without being read
    IGNORED = "ignored"  # left alone by rule
    FAILED = "failed"  # could not be read: it is tried again at every scan
    QUARANTINED = "quarantined"  # its readers were killed again and again: not tried any more


class Outcome(StrEnum):
    """What became of a record: exactly one of these."""

    NEW = "new"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
