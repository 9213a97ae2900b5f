"""The owner's decisions on real folders: what subscribers see, and what a rebuild makes of them."""

import os
import shutil
import time
from pathlib import Path

import pytest
from journey_world import World, article
from sqlalchemy import text

from feedsvc.errors import ConfigError, SubjectUnclear
from feedsvc.feeds.addresses import article_file, tombstone_file
from feedsvc.pipeline import subjects
from feedsvc.pipeline.ruling import RulingReport, bring_in, give, undo
from feedsvc.pipeline.subjects import Subject
from feedsvc.services import Services, now, open_services, publish_once
from feedsvc.store import entries, ruling_file, rulings
from feedsvc.store.engine import Database, Transaction
from feedsvc.store.relations import copies, related

STORY = """\
SELECT r.position, d.sha256, e.uuid, o.uuid, o.withdrawn IS NOT NULL, v.title, v.text
FROM record r JOIN dump d ON d.id = r.dump_id JOIN entry e ON e.id = r.entry_id
JOIN entry o ON o.id = coalesce(e.folded_into, e.id)
JOIN revision v ON v.entry_id = o.id AND v.number = o.current
ORDER BY d.sha256, r.position
"""
SENTENCES = "The lock keeper counted 4,711 boats. Nobody had asked him to. He wrote it down anyway."


def keeping(world: World) -> dict[str, object]:
    return {"decisions": {"file": world.folder / "decisions.toml"}}


def stories(world: World) -> list[tuple[object, ...]]:
    """Where each record went, and what is shown of its story."""
    database = Database(world.settings().store.url)
    with database.reading() as transaction:
        found = [tuple(row) for row in transaction.execute(text(STORY))]
    database.close()
    return found


class Owner:
    """Somebody at the wheel."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _subject(self, transaction: Transaction, name: str) -> Subject:
        return subjects.find(transaction, str(self.world.inbox / name), self.world.inbox)

    def _give(self, decide: object) -> RulingReport:
        with open_services(self.world.settings(**keeping(self.world))) as services:
            report = give(services.journey, decide)  # type: ignore[arg-type]
            publish_once(services)
        return report

    def merge(self, kept: str, other: str) -> RulingReport:
        return self._give(
            lambda store: subjects.merging(
                store, self._subject(store, kept), self._subject(store, other), now(), ""
            )
        )

    def split(self, name: str, *versions: int) -> RulingReport:
        return self._give(
            lambda store: subjects.splitting(
                store, self._subject(store, name), versions, now(), "another story"
            )
        )

    def withdraw(self, name: str) -> RulingReport:
        return self._give(
            lambda store: subjects.withdrawing(store, self._subject(store, name), now(), "")
        )

    def undo(self, number: int) -> RulingReport:
        with open_services(self.world.settings(**keeping(self.world))) as services:
            report = undo(services.journey, lambda _transaction: number)
            publish_once(services)
        return report


@pytest.fixture
def on_both(world: World, database_url: str) -> World:
    return World(folder=world.folder, url=database_url)


def put_later(world: World, name: str, content: str) -> Path:
    """A file that is younger than whatever was done before."""
    time.sleep(0.02)  # the kernel dates files by a coarse clock
    return world.put(name, content)


def test_a_rebuild_with_the_file_comes_out_the_same(on_both: World, tmp_path: Path) -> None:
    world, owner = on_both, Owner(on_both)
    for age, (name, content) in enumerate(
        {
            "ferry.txt": article(1),
            "ferry-other.txt": article(2),
            "ferry-late.txt": article(1, extra=SENTENCES),
            "market.txt": article(3),
            "pears.txt": article(4),
        }.items()
    ):
        world.put(name, content, age_seconds=1000 - age)
    world.ingest(**keeping(world))
    owner.merge("ferry.txt", "ferry-other.txt")
    owner.split("ferry-late.txt")
    owner.withdraw("market.txt")
    put_later(world, "ferry-other-2.txt", article(2, extra="The pilot, Ida Storm, was 81 years."))
    put_later(
        world, "ferry-late-2.txt", article(1, extra=f"{SENTENCES}\\n\\nAll 512 of them sank.")
    )
    put_later(world, "market-2.txt", article(3, extra=SENTENCES))
    world.ingest(**keeping(world))
    owner.undo(owner.withdraw("pears.txt").rulings[0].number)
    first = stories(world)
    assert len({row[3] for row in first}) == 4
    assert sum(bool(row[4]) for row in first) == 2

    again = World(folder=tmp_path / "again")
    shutil.copytree(world.inbox, again.inbox)
    shutil.copy(world.folder / "decisions.toml", again.folder / "decisions.toml")
    again.ingest(**keeping(again))
    shown = [
        (*row[:2], str(row[2]).replace("-", ""), str(row[3]).replace("-", "")) for row in first
    ]
    rebuilt = stories(again)
    assert [(row[0], row[1], row[2], row[3]) for row in rebuilt] == shown
    assert [(bool(row[4]), *row[5:]) for row in rebuilt] == [(bool(r[4]), *r[5:]) for r in first]


def test_a_withdrawn_article_is_gone_everywhere_and_does_not_come_back(world: World) -> None:
    owner = Owner(world)
    world.put("a.txt", article(1), age_seconds=10)
    world.put("b.txt", article(2), age_seconds=9)
    world.ingest(**keeping(world))
    (kept,) = owner.withdraw("a.txt").rulings
    entry = kept.ruling.entry
    out = world.site_bytes()
    assert article_file(entry) not in out
    assert kept.ruling.title.encode() not in out[tombstone_file(entry)]
    assert all(str(entry).encode() not in content for content in out.values())

    world.put("a-again.txt", article(1))
    world.put("a-longer.txt", article(1, extra=SENTENCES))
    report = world.ingest(**keeping(world))
    assert (report.ingest.new, report.ingest.duplicate) == (0, 2)
    assert report.publish is not None
    assert report.publish.written == ()
    assert not report.has_losses

    owner.undo(kept.number)
    out = world.site_bytes()
    assert tombstone_file(entry) not in out
    assert b"4,711" in out[article_file(entry)], "it is shown in its newest version"


def test_a_page_is_withdrawn_although_its_feed_is_held_back(world: World) -> None:
    world.put("a.txt", article(1))
    held = {"guard": {"max_bytes": 10}, **keeping(world)}
    world.ingest(**held)
    with open_services(world.settings(**held)) as services:
        kept = give(
            services.journey,
            lambda store: subjects.withdrawing(
                store, subjects.find(store, str(world.inbox / "a.txt"), world.inbox), now(), ""
            ),
        ).rulings[0]
        assert publish_once(services).losses
        out = world.site_bytes()
        assert article_file(kept.ruling.entry) not in out
        assert tombstone_file(kept.ruling.entry) in out
        undo(services.journey, lambda _transaction: kept.number)
        publish_once(services)
    out = world.site_bytes()
    assert article_file(kept.ruling.entry) in out
    assert tombstone_file(kept.ruling.entry) not in out


def test_a_merge_leaves_both_addresses_and_what_comes_later_belongs_to_it(world: World) -> None:
    owner = Owner(world)
    world.put("a.txt", article(1), age_seconds=10)
    world.put("b.txt", article(2), age_seconds=9)
    world.ingest(**keeping(world))
    ruling = owner.merge("a.txt", "b.txt").rulings[0].ruling
    assert ruling.other is not None
    out = world.site_bytes()
    assert ruling.entry.bytes != ruling.other.bytes
    assert str(ruling.entry).encode() in out[article_file(ruling.other)]
    world.put("b2.txt", article(2, extra=SENTENCES))
    assert world.ingest(**keeping(world)).ingest.revised == 1
    with pytest.raises(SubjectUnclear, match="already"):
        owner.merge("b2.txt", "a.txt")


def test_a_split_is_one_new_item_and_updates_the_old_one_at_most(world: World) -> None:
    owner = Owner(world)
    world.put("a.txt", article(1), age_seconds=10)
    world.put("a2.txt", article(1, extra=SENTENCES), age_seconds=9)
    world.ingest(**keeping(world))
    (kept,) = owner.split("a2.txt").rulings
    with open_services(world.settings(**keeping(world))) as services:
        with services.database.reading() as store:
            newest = entries.newest(store, 9)
        assert [entry.id for entry in newest] == [kept.ruling.other, kept.ruling.entry]
        assert newest[0].first_seen > newest[1].first_seen
        assert newest[1].updated > newest[1].first_seen, "it shows another text now"
        assert "4,711" not in newest[1].article.text
    world.put("a2-again.txt", article(1, extra=SENTENCES))
    world.put("both.txt", article(1, extra=f"{SENTENCES} Then he went home."))
    report = world.ingest(**keeping(world))
    assert report.ingest.new == 0
    assert len({row[3] for row in stories(world)}) == 2
    with pytest.raises(SubjectUnclear, match=f"decision {kept.number} "):
        owner.merge("a.txt", "a2.txt")
    with pytest.raises(SubjectUnclear, match="version 1"):
        owner.split("a.txt")


def test_a_file_that_makes_no_sense_ends_the_run_before_anything_is_shown(world: World) -> None:
    """In a rebuild, what was withdrawn would come back otherwise."""
    (world.folder / "decisions.toml").write_text("version = 2\n")
    world.put("a.txt", article(1))
    with pytest.raises(ConfigError, match="version 2"):
        world.ingest(**keeping(world))
    assert stories(world) == []


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").is_dir(), reason="needs /proc")
def test_a_file_that_cannot_be_written_costs_no_decision(world: World) -> None:
    world.put("a.txt", article(1))
    world.ingest()
    settings = world.settings(decisions={"file": "/proc/feedsvc/decisions.toml"})
    with open_services(settings) as services:
        report = give(services.journey, lambda store: _withdrawal(services, store, world))
        (loss,) = report.losses
        assert "decisions export" in loss.hint
        with services.database.reading() as store:
            assert len(rulings.listed(store)) == 1


def _withdrawal(services: Services, store: Transaction, world: World) -> object:
    found = subjects.find(store, str(world.inbox / "a.txt"), services.settings.inbox.directory)
    return subjects.withdrawing(store, found, now(), "")


def test_an_import_takes_what_is_new_and_an_undone_one_stays_undone(world: World) -> None:
    owner = Owner(world)
    world.put("a.txt", article(1))
    world.ingest(**keeping(world))
    kept = owner.withdraw("a.txt").rulings[0]
    elsewhere = world.folder / "elsewhere.toml"
    ruling_file.write(elsewhere, [kept.ruling])
    owner.undo(kept.number)
    with open_services(world.settings(**keeping(world))) as services:
        (again,) = bring_in(services.journey, elsewhere).rulings
        assert again.undone is not None
        assert ruling_file.read(world.folder / "decisions.toml") == ()


QUOTE = """They went out because somebody has to go out when the lamps of a ship go dark and no \
one else is near, and there is nothing more to say about it than that, said her oldest brother."""
BOAT = """The rescue boat Marit Holm was lost off Cape Verrin early on Sunday with the skipper \
Jonas Adler and two deckhands from Port Ellery aboard, the coast guard at Sund Harbor said.

Governor Petra Quist visited the families in Port Ellery and promised that the search would go on. \
The boat had left Sund Harbor in a gale to help the freighter Castellan, which was adrift off the \
coast guard station at Sund Harbor."""
HOPE = """Hope was fading for three men of the Marit Holm after helicopters from Sund Harbor found \
an empty raft near Cape Verrin. Among the missing is Jonas Adler, a skipper for thirty years.

People laid candles on the quay of Port Ellery, where Adler lives. Petra Quist asked the ministry \
for another ship. The Castellan, whose call for help had brought the men out, was towed home. The \
coast guard station at Sund Harbor said little."""


def test_two_reports_of_one_event_are_two_items_that_are_linked(world: World) -> None:
    world.put("boat.txt", f"Boat lost off Cape Verrin\n\n{BOAT}\n\n{QUOTE}\n", age_seconds=10)
    world.put("hope.txt", f"Hope fades for the crew\n\n{QUOTE}\n\n{HOPE}\n", age_seconds=9)
    assert world.ingest().ingest.new == 2
    with open_services(world.settings()) as services, services.database.reading() as store:
        ids = [entry.id for entry in entries.newest(store, 9)]
        assert related(store, ids) == {ids[0]: (ids[1],), ids[1]: (ids[0],)}


def _page(paper: str, story: int) -> str:
    title, *parts = article(story).strip().split("\n\n")
    return (
        f'<html><head><title>{title}</title><meta property="og:site_name" content="{paper}">'
        f"</head><body><article><h1>{title}</h1>"
        + "".join(f"<p>{part}</p>" for part in parts)
        + "</article></body></html>"
    )


def test_copies_under_other_mastheads_are_one_item_or_linked_as_the_owner_likes(
    world: World, tmp_path: Path
) -> None:
    apart = World(folder=tmp_path / "apart")
    for place in (world, apart):
        place.inbox.mkdir(parents=True, exist_ok=True)
        place.put("a.html", _page("Quay Courier", 1), age_seconds=10)
        place.put("b.html", _page("Isle Post", 1), age_seconds=9)
    assert world.ingest().ingest.new == 1
    assert apart.ingest(dedup={"fold_copies": False}).ingest.new == 2
    apart.put("b-again.html", _page("Isle Post", 1) + "<!-- again -->")
    assert apart.ingest(dedup={"fold_copies": False}).ingest.duplicate == 1
    with open_services(apart.settings()) as services, services.database.reading() as store:
        ids = [entry.id for entry in entries.newest(store, 9)]
        assert [copy.publisher for copy in copies(store, ids)[ids[0]]] == ["Quay Courier"]
        assert [copy.entry_id for copy in copies(store, ids)[ids[1]]] == [ids[0]]
