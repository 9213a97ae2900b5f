"""The watched folder: what is in it, what has settled, what changed. It only ever reads.

`scan` sights every name (`Found` or `Ignored`, with the rule); a `Settler` says which of the
found files are complete; `work_order` says which comes first; `read` gives the bytes of one.
`dumps_at` sights what a person names instead of the folder. `watch` only wakes the caller.

What became of a file before is the store's to know: a dump whose signature is in the ledger is
not read again.
"""

from feedsvc.inbox.names import printable, unprintable
from feedsvc.inbox.policy import InboxPolicy
from feedsvc.inbox.read import read
from feedsvc.inbox.scan import Location, directory_name, dumps_at, location_of, locations, scan
from feedsvc.inbox.settle import Settler, Settling, look_again, wait_until_settled
from feedsvc.inbox.sightings import Found, Ignored, IgnoreRule, Sighting, work_order
from feedsvc.inbox.watch import watch

__all__ = [
    "Found",
    "IgnoreRule",
    "Ignored",
    "InboxPolicy",
    "Location",
    "Settler",
    "Settling",
    "Sighting",
    "directory_name",
    "dumps_at",
    "location_of",
    "locations",
    "look_again",
    "printable",
    "read",
    "scan",
    "unprintable",
    "wait_until_settled",
    "watch",
    "work_order",
]
