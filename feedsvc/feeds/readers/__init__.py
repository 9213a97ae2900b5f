"""What readers would make of a feed: models of how programs that people use tell one item from
another, notice a change, and forget.

Pure: bytes of documents go in, counts come out. `parsing` reads a document as any reader does,
`models` says what each reader keeps of it, `replay` holds two states of a feed against each other.
"""

from feedsvc.feeds.readers.history import History, Showing
from feedsvc.feeds.readers.models import MODELS, Held, ReaderModel
from feedsvc.feeds.readers.parsing import ParsedEntry, parse
from feedsvc.feeds.readers.replay import Reaction, replay

__all__ = [
    "MODELS",
    "Held",
    "History",
    "ParsedEntry",
    "Reaction",
    "ReaderModel",
    "Showing",
    "parse",
    "replay",
]
