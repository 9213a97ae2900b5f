"""Promise 2: the same entries give the same bytes, wherever and whenever they are rendered."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine

from feedsvc import feeds
from feedsvc.feeds import Addresses
from feedsvc.model import Entry, FeedDefinition

_PROGRAM = r"""
import hashlib, time
from datetime import UTC, datetime
from uuid import UUID
from feedsvc import feeds
from feedsvc.model import Article, Entry, FeedDefinition
time.tzset()
moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
article = Article(
    title="F\u00e4hre & Boot", text="x", content="<p>x</p>", summary="x", authors=("A", "B"),
    categories=("c", "d", "e"), language="de", published=moment,
)
entries = [
    Entry(id=UUID(int=n), first_seen=moment, updated=moment, article=article) for n in range(9)
]
definition = FeedDefinition(slug="all", title="Alles")
rendered = feeds.render(definition, entries, feeds.Addresses("https://x.example/"))
print(hashlib.sha256(b"".join(file.content for file in rendered.files)).hexdigest())
"""


@pytest.mark.parametrize(
    "world",
    [
        {"TZ": "Pacific/Chatham", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8"},
        {"TZ": "", "PYTHONHASHSEED": "0", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    ],
)
def test_another_process_zone_locale_and_hash_seed_write_the_same_bytes(
    world: dict[str, str],
) -> None:
    reference = {
        **os.environ,
        "TZ": "UTC",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for environment in (reference, reference | world)
    }
    assert len(outputs) == 1


def test_another_day_writes_the_same_bytes(
    make_entry: Callable[..., Entry], definition: FeedDefinition, addresses: Addresses
) -> None:
    digests = set()
    for day in (datetime(2026, 3, 9, tzinfo=UTC), datetime(2031, 12, 31, 23, 59, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            rendered = feeds.render(definition, [make_entry(0), make_entry(1)], addresses)
            digests.add(hashlib.sha256(b"".join(f.content for f in rendered.files)).digest())
    assert len(digests) == 1
