"""The promises of the house, one by one, on real files, real databases and a real site."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from journey_world import SEEDS, Launcher, World, article
from sqlalchemy import text

from feedsvc.pipeline import IngestReport, publish
from feedsvc.services import open_services
from feedsvc.store import answers, entries
from feedsvc.store.engine import Database

TABLES = ("file", "dump", "sighting", "record", "entry", "revision", "fingerprint", "posting")


@pytest.fixture
def on_both(world: World, database_url: str) -> World:
    """The world, with a database of each kind."""
    return World(folder=world.folder, url=database_url)


@pytest.fixture
def seeded(world: World) -> World:
    """The shipped seeds in the inbox."""
    for seed in sorted(SEEDS.iterdir()):
        shutil.copy2(seed, world.inbox / seed.name)
    return world


def rows(world: World, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything in these tables, as it is."""
    database = Database(world.settings().store.url)
    try:
        with database.reading() as transaction:
            return {
                table: [tuple(row) for row in transaction.execute(text(f"SELECT * FROM {table}"))]
                for table in tables
            }
    finally:
        database.close()


def ledger(world: World) -> dict[str, answers.FileAnswer]:
    """The ledger's answer for every name in the inbox."""
    database = Database(world.settings().store.url)
    directory = str(world.inbox.resolve())
    try:
        with database.reading() as transaction:
            paths = transaction.scalars(text("SELECT path FROM file")).all()
            found = {path: answers.why(transaction, directory, path) for path in paths}
            return {path: answer for path, answer in found.items() if answer is not None}
    finally:
        database.close()


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """The inode and mtime of every file below a folder."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def adds_up(report: IngestReport) -> bool:
    """Whether every record is in exactly one of the counts."""
    return report.read == report.new + report.revised + report.duplicate + report.rejected


# ------------------------------------------------------------------ 1. twice changes nothing


def test_ingesting_twice_changes_neither_store_nor_site(on_both: World) -> None:
    on_both.put("a.txt", article(1))
    on_both.put("b.txt", article(2))
    on_both.put("copy-of-a.txt", article(1))
    on_both.put("short.txt", "Too short\n\nTo be an article.\n")
    on_both.ingest()
    before, files = rows(on_both, *TABLES), stamps(on_both.site)

    report = on_both.ingest()

    assert rows(on_both, *TABLES) == before
    assert stamps(on_both.site) == files
    assert report.ingest.read == 0
    assert report.publish is not None
    assert report.publish.written == ()


def test_a_touched_file_is_read_but_changes_nothing(on_both: World) -> None:
    path = on_both.put("a.txt", article(1), age_seconds=100)
    on_both.ingest()
    tables = ("dump", "sighting", "record", "entry", "revision")
    before, files = rows(on_both, *tables), stamps(on_both.site)

    path.touch()
    report = on_both.ingest()

    assert report.ingest.files["unchanged"] == 1
    assert report.ingest.read == 0
    assert rows(on_both, *tables) == before
    assert stamps(on_both.site) == files


def test_the_store_does_not_grow_while_nothing_happens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon ticks every minute for years: its runs must not pile up."""
    from feedsvc.store import runs

    monkeypatch.setattr(runs, "KEPT_RUNS", 3)
    for _ in range(6):
        world.ingest()
    assert [row[0] for row in rows(world, "run")["run"]] == [4, 5, 6]


# ------------------------------------------------------------------ 2. same store, same bytes


def test_the_same_store_gives_the_same_bytes_anywhere(seeded: World) -> None:
    """In another process, with another hash seed, time zone and locale: byte for byte."""
    seeded.ingest()
    for name, zone, seed, locale in (
        ("one", "Pacific/Auckland", "1", "C"),
        ("two", "America/St_Johns", "2", "de_DE.UTF-8"),
    ):
        site = seeded.folder / name
        environment = {
            **seeded.environment,
            "FEEDSVC_SITE__DIRECTORY": str(site),
            "FEEDSVC_SITE__BASE_URL": "https://news.example/",
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONPATH": str(SEEDS.parent),
        }
        subprocess.run(
            [sys.executable, "-m", "feedsvc", "publish"],
            env=environment,
            cwd=seeded.folder,
            check=True,
            capture_output=True,
            timeout=60,
        )
    first, second = (
        {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (seeded.folder / "one", seeded.folder / "two")
    )
    for published in (first, second):  # its manifest and lock are ours alone, with the disk's times
        for name in [name for name in published if name.startswith(".")]:
            del published[name]
    assert len(first) > 20
    assert first == second


def test_publishing_into_another_folder_gives_the_same_bytes(seeded: World) -> None:
    seeded.ingest()
    one = seeded.site_bytes()
    settings = seeded.settings(site={"directory": seeded.folder / "other"})
    with open_services(settings) as services:
        publish(services.publisher)
    assert seeded.site_bytes(seeded.folder / "other") == one


# ------------------------------------------------------------------ 4. ids are minted once


def entry_ids(world: World) -> list[str]:
    with open_services(world.settings()) as services, services.database.reading() as transaction:
        return sorted(str(entry.entry_id) for entry in entries.outlines(transaction))


def test_the_same_seeds_into_an_empty_store_mint_the_same_ids(
    seeded: World, database_url: str
) -> None:
    again = World(folder=seeded.folder, url=database_url)
    seeded = World(folder=seeded.folder, url=f"sqlite:///{seeded.folder}/first.db")
    seeded.ingest()
    again.ingest()
    assert len(entry_ids(seeded)) > 10
    assert entry_ids(again) == entry_ids(seeded)


def test_a_revision_keeps_the_id(on_both: World) -> None:
    on_both.put("a.txt", article(1), age_seconds=100)
    on_both.ingest()
    before = entry_ids(on_both)

    on_both.put("a.txt", article(1, extra="The council voted 12 to 3 on Monday to rebuild it all."))
    report = on_both.ingest()

    assert (report.ingest.new, report.ingest.revised) == (0, 1)
    assert entry_ids(on_both) == before
    answer = ledger(on_both)["a.txt"]
    assert [dump.records[0].outcome for dump in answer.dumps] == ["revised", "new"]


# ------------------------------------------------------------------ 5. everything is accounted for


def test_the_shipped_seeds_add_up(seeded: World, database_url: str) -> None:
    report = World(folder=seeded.folder, url=database_url).ingest().ingest
    assert adds_up(report)
    assert report.read == len(list(SEEDS.iterdir()))
    assert sum(report.rejected_by_reason.values()) == report.rejected
    assert not report.has_losses


def odd_files(world: World) -> Iterator[str]:
    """One of each oddity; yields the state that the ledger is to show for its name."""
    outside = world.folder / "outside.txt"
    outside.write_text(article(90))
    inbox = world.inbox
    inbox.joinpath("empty.txt").touch()
    inbox.joinpath(".hidden.txt").write_text(article(91))
    inbox.joinpath("unfinished.part").write_text(article(92))
    inbox.joinpath("out.txt").symlink_to(outside)
    inbox.joinpath("dangling.txt").symlink_to("nowhere")
    inbox.joinpath("loop.txt").symlink_to("loop.txt")
    os.mkfifo(inbox / "fifo.txt")
    inbox.joinpath("zero.txt").symlink_to("/dev/zero")
    yield "empty.txt ignored empty"
    yield ".hidden.txt ignored hidden"
    yield "unfinished.part ignored temporary"
    yield "out.txt ignored symlink-outside"
    yield "dangling.txt ignored symlink-broken"
    yield "loop.txt ignored symlink-broken"
    yield "fifo.txt ignored not-a-regular-file"
    yield "zero.txt ignored symlink-outside"
    with inbox.joinpath("huge.txt").open("wb") as huge:
        huge.truncate(3 * 2**30)  # sparse
    yield "huge.txt refused too-large"
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(inbox)  # the name of a socket may have 107 bytes only
        try:
            listener.bind("socket.txt")
        finally:
            os.chdir(here)
    yield "socket.txt ignored not-a-regular-file"


def test_every_name_in_the_folder_has_its_row(on_both: World) -> None:
    """INV1: where did this file go? The ledger knows, for every name."""
    expected = dict(line.split(" ", 1) for line in odd_files(on_both))
    for number in range(3):
        on_both.put(f"deep/er/{number}.txt", article(number))
        expected[f"deep/er/{number}.txt"] = "taken"
    expected["binary.txt"] = "taken"
    on_both.put("binary.txt", bytes(range(256)) * 40)

    report = on_both.ingest().ingest

    found = {
        path: f"{answer.state} {answer.reason}" if answer.reason else str(answer.state)
        for path, answer in ledger(on_both).items()
    }
    assert found == expected
    assert adds_up(report)
    assert (report.new, report.rejected) == (3, 2)
    assert report.rejected_by_reason == {"binary": 1, "too-large": 1}
    assert b"outside" not in b"".join(on_both.site_bytes().values())


def test_the_same_bytes_under_another_name_are_a_copy(on_both: World) -> None:
    on_both.put("a.txt", article(1), age_seconds=100)
    on_both.put("b.txt", article(1))
    report = on_both.ingest().ingest
    assert (report.read, report.new, report.duplicate) == (2, 1, 1)
    copy = ledger(on_both)["b.txt"].dumps[0]
    assert copy.also_at == ("a.txt",)
    assert len(entry_ids(on_both)) == 1


def test_a_file_that_gets_its_old_bytes_back_shows_them_first(on_both: World) -> None:
    """`why` lists what the file holds now before what it held once."""
    for text_ in (article(1), article(2), article(1)):
        on_both.put("a.txt", text_)
        on_both.ingest()
    answer = ledger(on_both)["a.txt"]
    hashes = [dump.sha256 for dump in answer.dumps]
    with open_services(on_both.settings()) as services, services.database.reading() as transaction:
        now = transaction.scalar(
            text("SELECT sha256 FROM dump JOIN file ON file.dump_id = dump.id WHERE path = 'a.txt'")
        )
    assert len(hashes) == 2
    assert hashes[0] == now


def test_a_vanished_file_is_marked_missing_and_its_article_stays(on_both: World) -> None:
    path = on_both.put("a.txt", article(1))
    on_both.ingest()
    path.unlink()

    report = on_both.ingest().ingest

    assert report.files["missing"] == 1
    assert ledger(on_both)["a.txt"].missing_since is not None
    assert len(entry_ids(on_both)) == 1
    on_both.put("a.txt", article(1))
    on_both.ingest()
    assert ledger(on_both)["a.txt"].missing_since is None


def test_an_unreadable_inbox_says_nothing_about_its_files(world: World) -> None:
    """A mount that is late has not deleted anything (FAULTS A7)."""
    from feedsvc.errors import InboxError

    world.put("a.txt", article(1))
    world.ingest()
    world.inbox.rename(world.folder / "elsewhere")
    with pytest.raises(InboxError):
        world.ingest()
    assert ledger(world)["a.txt"].missing_since is None
    assert rows(world, "run")["run"][-1][4] == "failed"


# ------------------------------------------------------------------ 6. one bad dump


BAD = {
    "nul.txt": b"\0" * 5000,
    "controls.txt": ("".join(map(chr, range(1, 32))) + article(50)).encode(),
    "nonchars.txt": article(51, title="Bad \ufffe \uffff \x0b\x1b[31m title here").encode(),
    "surrogates.txt": b'{"title": "\\ud800 \\udfff", "text": "' + article(52).encode() + b'"}',
    "wtf8.txt": b"\xed\xa0\x80\xed\xbf\xbf" + article(53).encode(),
    "markup.txt": (
        "<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n]]>\n<!-- --!> -->\n"
        + article(54, title="<b>Bold & \"quoted\" 'title'</b> ]]> &amp; &#0; &bogus;")
    ).encode(),
    "zalgo.txt": (article(55) + "Z" + "\u0335\u0322\u0489" * 20000).encode(),
    "spaces.txt": b" " * 1_000_000 + b"\n" * 100_000,
    "brackets.txt": b"(" * 200_000 + b"\n" + b"<" * 200_000,
    "utf7.txt": b"+ADw-script+AD4-" * 50,
    "half-a-character.txt": article(56).encode() + b"\xe2\x82",
    "utf16-cut.txt": article(57).encode("utf-16")[:-1],
}


def test_one_bad_dump_never_loses_a_run(on_both: World) -> None:
    """Each kind of bad file stands between two good ones; all good ones come through (INV5)."""
    for number, (name, content) in enumerate(BAD.items()):
        on_both.put(name, content, age_seconds=1000 - number)
        on_both.put(f"good-{number:02}.txt", article(number), age_seconds=999.5 - number)

    report = on_both.ingest()

    answers_ = ledger(on_both)
    assert set(answers_) == {*BAD, *(f"good-{number:02}.txt" for number in range(len(BAD)))}
    assert {answer.state for answer in answers_.values()} == {"taken"}
    good = [answer for path, answer in answers_.items() if path.startswith("good")]
    assert [answer.dumps[0].records[0].outcome for answer in good] == ["new"] * len(BAD)
    assert adds_up(report.ingest)
    assert report.publish is not None
    assert not report.publish.losses
    assert_feeds_are_sound(on_both, at_least=len(BAD))


def assert_feeds_are_sound(world: World, *, at_least: int) -> None:
    import feedparser

    for name in ("atom.xml", "rss.xml"):
        found = feedparser.parse((world.site / "feeds" / "all" / name).read_bytes())
        assert not found.bozo, found.get("bozo_exception")
        assert len(found.entries) >= at_least
    json.loads((world.site / "feeds" / "all" / "feed.json").read_bytes())


@pytest.mark.timeout(120)
def test_one_line_of_50_megabytes_is_refused(world: World) -> None:
    """FAULTS B7: bounded by the size limit of a page."""
    world.put("line.txt", b"x " * 25_000_000)
    world.put("good.txt", article(1))
    report = world.ingest().ingest
    assert (report.new, report.rejected_by_reason) == (1, {"too-large": 1})


def test_a_date_far_in_the_future_does_not_stop_a_run(on_both: World) -> None:
    """Some file systems hold times that no 64-bit count of nanoseconds does (FAULTS A16)."""
    path = on_both.put("far.txt", article(1))
    try:
        os.utime(path, (2**34 - 1, 2**34 - 1))
    except OverflowError:
        pytest.skip("this platform knows no such time")
    if path.stat().st_mtime_ns < 2**63:
        pytest.skip("this file system knows no such time")
    on_both.put("good.txt", article(2))
    assert on_both.ingest().ingest.new == 2
    again = on_both.ingest().ingest
    assert again.files["unchanged"] == 2


def test_a_file_that_may_not_be_read_costs_itself(world: World, launcher: Launcher) -> None:
    """FAULTS A6: it is tried at each run, named each time, and taken when the right is given."""
    secret = world.put("secret.txt", article(1), age_seconds=100)
    world.put("good.txt", article(2))
    secret.chmod(0)

    first = launcher.run(world, "ingest", "--json", "-v", powerless=True)
    second = launcher.run(world, "ingest", "--json", "-v", powerless=True)
    secret.chmod(0o644)
    third = launcher.run(world, "ingest", "--json", powerless=True)

    assert (first.status, second.status, third.status) == (1, 1, 0)
    assert first.json["ingest"]["files"]["failed"] == 1
    assert first.json["ingest"]["new"] == 1
    assert [loss["subject"] for loss in second.json["ingest"]["losses"]] == ["secret.txt"]
    assert third.json["ingest"]["new"] == 1
    names = [[event["event"] for event in run.events] for run in (first, second)]
    assert "dump_failed" in names[0]
    assert "dump_failed" not in names[1], "said once a change, not once a look"


# ------------------------------------------------------------------ 7. inputs are only read


def test_a_read_only_inbox_is_enough(world: World, launcher: Launcher) -> None:
    """A user without any right to write there; nothing in it is touched."""
    for number in range(3):
        world.put(f"sub/{number}.txt", article(number))
    for path in (world.inbox, world.inbox / "sub"):
        path.chmod(0o555)
    before = {
        path: (path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.stat().st_ino)
        for path in (world.inbox, *world.inbox.rglob("*"))
    }
    try:
        command = launcher.run(world, "ingest", "--json", powerless=True)
        assert command.status == 0, command.err
        assert command.json["ingest"]["new"] == 3
        assert before == {
            path: (path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.stat().st_ino)
            for path in (world.inbox, *world.inbox.rglob("*"))
        }
    finally:
        for path in (world.inbox, world.inbox / "sub"):
            path.chmod(0o755)


# ------------------------------------------------------------------ 8. what a subscriber sees


def test_a_copy_and_a_cosmetic_change_leave_the_feed_as_it_is(world: World) -> None:
    world.put("a.txt", article(1), age_seconds=100)
    world.ingest()
    feed = (world.site / "feeds/all/atom.xml").read_bytes()
    world.put("b.txt", article(1) + "\nClose\n", age_seconds=90)
    report = world.ingest().ingest
    assert report.new == 0
    assert (world.site / "feeds/all/atom.xml").read_bytes() == feed
