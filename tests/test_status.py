"""How the service is, for a person and for anybody."""

import sqlite3
from contextlib import closing

import pytest
from journey_world import World

from feedsvc import status
from feedsvc.services import now, open_services
from feedsvc.store import answers


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("site: the folder '/srv/my site' cannot be used", "site: the folder … cannot be used"),
        ("read of /etc/passwd: denied (see /var/log)", "read of …: denied (see …)"),
        ("the folder 'var/site' holds files", "the folder … holds files"),
        ("all: feed 'all' was held back", "all: feed 'all' was held back"),
        ("feeds/all/atom.xml could not be written", "feeds/all/atom.xml could not be written"),
        ("see https://news.example/a/b.html", "see https://news.example/a/b.html"),
        ("run: feedsvc publish --accept all", "run: feedsvc publish --accept all"),
    ],
)
def test_what_anybody_may_read_has_no_paths_of_the_machine(text: str, public: str) -> None:
    assert status.without_paths(text) == public


def test_a_health_check_counts_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A probe comes every few seconds, and the tables grow for years."""
    world.ingest()
    monkeypatch.setattr(answers, "totals", None)
    monkeypatch.setattr(answers, "problems", None)
    with open_services(world.settings()) as services:
        pulse = status.feel(services, now())
    assert pulse.reasons == ()
    assert pulse.last_run is not None
    assert pulse.published is not None


def test_a_feed_that_is_held_back_is_a_reason_for_both(world: World) -> None:
    for number in range(6):
        world.put(f"{number}.txt", f"Ferry {number}\n\n" + f"The ferry {number} is late. " * 30)
    world.ingest()
    with closing(sqlite3.connect(world.database)) as store:
        store.execute("UPDATE entry SET uuid = printf('%032x', id)")
        store.commit()
    world.ingest()
    with open_services(world.settings()) as services:
        pulse, found = status.feel(services, now()), status.look(services, now())
    assert pulse.reasons == found.reasons
    assert "held back" in pulse.reasons[0]
    assert not found.healthy
