"""Stored articles are read again: better texts, the same ids, and no news without a reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from journey_world import World, article

from feedsvc.extract import Repeats
from feedsvc.model import Entry, RevisionKind
from feedsvc.pipeline import Policies, ReprocessReport, Request, reading, reprocess
from feedsvc.services import open_services, publish_once
from feedsvc.store import entries

BOX = "The tide turned at noon on Friday, and the keeper of the bell rang it in, as she always has."


def page(number: int) -> str:
    headline, first, *others = article(number, paragraphs=5).strip().split("\n\n")
    return "\n\n".join((headline, first, others[0], BOX, *others[1:])) + "\n"


def run(world: World, *, dry_run: bool = False, **sections: object) -> ReprocessReport:
    with open_services(world.settings(**sections)) as services:
        report = reprocess(services.journey, Request(trigger="command"), dry_run=dry_run)
        if not dry_run:
            publish_once(services)
    return report


def shown(world: World) -> list[Entry]:
    with open_services(world.settings()) as services, services.database.reading() as transaction:
        newest = entries.newest(transaction, 50)
        return sorted(newest, key=lambda entry: entry.article.title)


@pytest.fixture
def courier(world: World) -> World:
    """Three articles of one publisher, the first of which was taken before its box was known."""
    for number in range(3):
        world.put(f"courier/{number}.txt", page(number))
    world.ingest()
    return world


def test_what_was_learned_since_cleans_the_first_article_and_is_no_news(courier: World) -> None:
    before = shown(courier)
    assert sum(BOX in entry.article.text for entry in before) == 1
    pages = courier.site_bytes()
    report = run(courier)
    after = shown(courier)
    assert not any(BOX in entry.article.text for entry in after)
    assert [(one.id, one.first_seen, one.updated) for one in after] == [
        (one.id, one.first_seen, one.updated) for one in before
    ]
    (change,) = report.changes
    assert change.kind is not RevisionKind.MATERIAL
    assert change.difference == (f"-{BOX}",)
    assert {"text", "content"} <= set(change.fields)
    ours = str(change.entry_id)
    changed = {name for name, content in courier.site_bytes().items() if pages[name] != content}
    assert any(ours in name for name in changed), "its page shows it"
    assert BOX.encode() not in courier.site_bytes()[f"articles/{ours}/index.html"]


def test_a_second_time_changes_nothing(courier: World) -> None:
    run(courier)
    entries_then, site_then = shown(courier), courier.site_bytes()
    report = run(courier)
    assert (report.versions, report.unchanged, report.changes) == (3, 3, [])
    assert (shown(courier), courier.site_bytes()) == (entries_then, site_then)


def test_a_dry_run_tells_and_writes_nothing(courier: World) -> None:
    database, before = courier.database.read_bytes(), shown(courier)
    report = run(courier, dry_run=True)
    assert [one.difference for one in report.changes] == [(f"-{BOX}",)]
    assert report.regrouping is not None
    assert not report.regrouping.merged + report.regrouping.split
    assert report.regrouping.resurfaced == ()
    assert (courier.database.read_bytes(), shown(courier)) == (database, before)


def test_new_thresholds_tell_what_would_merge_and_what_would_come_apart(world: World) -> None:
    early = article(1, paragraphs=5)
    late = "\n\n".join([*early.strip().split("\n\n")[:4], article(2).strip()]) + "\n"
    world.put("early.txt", early, age_seconds=60)
    world.put("late.txt", late)
    apart = {"min_score": 50.0, "min_join_score": 50.0, "min_unbroken_score": 50.0}
    world.ingest(dedup=apart)
    assert len(shown(world)) == 2
    found = run(world, dry_run=True).regrouping
    assert found is not None
    assert [{one.entry_id for one in items} for items in found.merged] == [
        {entry.id for entry in shown(world)}
    ]
    other = World(folder=world.folder / "other")
    other.put("early.txt", early, age_seconds=60)
    other.put("late.txt", late)
    other.ingest()
    assert len(shown(other)) == 1
    found = run(other, dry_run=True, dedup=apart).regrouping
    assert found is not None
    assert (len(found.merged), len(found.split), len(found.resurfaced)) == (0, 1, 1)


def test_a_dump_that_is_gone_leaves_its_article_as_it_is(courier: World) -> None:
    before = shown(courier)
    for path in (courier.inbox / "courier").iterdir():
        path.unlink()
    report = run(courier)
    assert sorted(report.gone) == [f"courier/{number}.txt" for number in range(3)]
    assert shown(courier) == before
    assert run(courier, dry_run=True).regrouping is not None


def test_a_material_difference_is_an_update(
    courier: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown(courier)[0]

    def read_better(data: bytes, policies: Policies, known: tuple[Repeats, ...] = ()) -> object:
        for record in refine(data, policies, known):
            found = record.article
            if found.title == first.article.title:
                title = "Harbor board votes 7 to 2 for the new lock"
                yield replace(record, article=replace(found, title=title))
            else:
                yield record

    refine = reading.refine
    monkeypatch.setattr(reading, "refine", read_better)
    report = run(courier)
    assert report.kinds[RevisionKind.MATERIAL] == 1
    after = {entry.id: entry for entry in shown(courier)}[first.id]
    assert after.article.title == "Harbor board votes 7 to 2 for the new lock"
    assert after.updated > first.updated
    assert after.first_seen == first.first_seen


def test_a_stop_leaves_the_rest_for_another_time(courier: World) -> None:
    with open_services(courier.settings()) as services:
        request = Request(trigger="command")
        request.stop.set()
        report = reprocess(services.journey, request, dry_run=False)
    assert not report.is_complete
    assert report.versions == 0


def test_what_no_longer_reads_as_an_article_stays_and_is_named(courier: World) -> None:
    before = shown(courier)
    report = run(courier, extract={"min_words": 5000})
    assert len(report.unreadable) == 3
    assert shown(courier) == before


def test_what_would_be_an_article_now_is_named(world: World) -> None:
    path = Path(world.put("short.txt", article(1)))
    world.ingest(extract={"min_words": 5000})
    assert run(world).readable == [f"{path.name}#0"]
