"""What a stranger stumbled over, held by tests."""

from pathlib import Path

from journey_world import Launcher, World, article

from feedsvc.pipeline import Request
from feedsvc.services import open_services, run_once
from feedsvc.store import answers, entries, history


def test_a_site_that_cannot_be_written_is_a_loss_and_status_says_so(
    world: World, launcher: Launcher
) -> None:
    world.put("a.txt", article(1), age_seconds=10)
    (world.folder / "site").write_text("a file, not a folder")
    assert launcher.run(world, "ingest").status == 1
    told = launcher.run(world, "status", "--json")
    assert told.status == 1
    assert told.json["totals"]["entries"] == 1
    assert told.json["reasons"]


def test_the_same_words_under_another_masthead_are_kept_as_a_copy(world: World) -> None:
    text = article(1)
    for number, name in enumerate(("The Quay Courier", "The Bay Herald")):
        tail = f"\n© 2026 {name}. All rights reserved.\n"
        world.put(f"{number}.txt", text + tail, age_seconds=10 - number)
        world.ingest()
    with open_services(world.settings()) as services, services.database.reading() as transaction:
        (entry,) = entries.newest(transaction, 5)
        (found,) = history.load(transaction, [entry.id])
        directory = str(world.inbox.resolve())
        answer = answers.why(transaction, directory, "1.txt")
    assert entry.article.publisher == "The Quay Courier"
    assert [one.publisher for one in found.versions] == ["The Quay Courier", "The Bay Herald"]
    assert answer is not None
    assert answer.dumps[0].records[0].outcome == "duplicate"


def test_what_changed_before_a_backfill_was_released_is_in_no_feed_of_revisions(
    world: World,
) -> None:
    world.put("old.txt", article(3), age_seconds=20)
    world.put("later.txt", article(3, extra="The bridge stood 77 years."), age_seconds=10)
    sections = {"feeds": [{"slug": "changes", "title": "Changes", "of": "revisions"}]}
    with open_services(world.settings(**sections), upgrade=True) as services:
        run_once(services, Request(trigger="command", backfill=True))
        with services.database.reading() as transaction:
            assert history.outlines(transaction) == []
            assert len(entries.outlines(transaction)) == 1
    assert Path(world.site / "feeds/changes/atom.xml").read_text().count("<entry>") == 0
