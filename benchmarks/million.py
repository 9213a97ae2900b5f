"""What one new article costs against a store of so many: time, candidates, bytes, memory.

usage: python -m benchmarks.million FOLDER [--articles 1000000] [--store sqlite:////tmp/m.db]
                                    [--loaded] [--against sqlite:////tmp/other.db]

The store must be an empty database, or one that holds so many articles from an earlier run
(`--loaded`): then it is measured as it is. Nothing is deleted. `--against` names a smaller store
to compare with: ten articles are looked up here, then there. Articles are grown from text files
below FOLDER (`growing.py`), loaded in bulk (postings by hash), and at ten thousand, each tenfold
and the end: the look-up of new articles, alone and with what it finds; look-up, insert and commit
in batches of 100; the size of the index. At the end of a load: articles that share all their
shingles, and a text of a million words. Times are also given in round trips (`SELECT 1` through the
same layers), which say more than milliseconds of a machine that nobody else has.
"""

import argparse
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeAlias
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.growing import Garden, Grown
from feedsvc.dedup import decide, fingerprint
from feedsvc.feeds import filings
from feedsvc.model import Article
from feedsvc.store import entries, schema, words
from feedsvc.store.candidates import CandidatePolicy, candidates, find
from feedsvc.store.engine import Database
from feedsvc.store.postings import Marks
from feedsvc.store.rows import article_values, fingerprint_values
from feedsvc.store.tables import EntryRow, FilingRow, FingerprintRow, RevisionRow

FIRST_STAGE, CHUNK, ROWS = 10_000, 2_000, 100_000
LOOK_UPS, BATCHES, BATCH = 1_000, 10, 100
SEARCHED = 10_000  # articles that the full text search finds
SHARING = 10_000  # articles that share all their shingles
IN_TURN = 10  # look-ups in one store before those in the other
LONG_WORDS = 1_000_000
NEW = 1_000_000_000  # numbers of articles that are not loaded
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
POLICY = CandidatePolicy()
Numbers: TypeAlias = NDArray[np.int64]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="holds text files, at any depth")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--store", default="sqlite:////tmp/feedsvc-million.db")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--loaded", action="store_true", help="the store holds the articles")
    parser.add_argument("--against", help="another store, to compare look-ups")
    options = parser.parse_args()
    garden = Garden(options.folder, options.seed)
    garden.check()
    database = Database(options.store)
    is_empty = schema.upgrade(database).current is None
    if is_empty == options.loaded:
        raise SystemExit("the store is empty" if is_empty else "the store is not empty")
    measure(database, garden, options.articles, load_first=is_empty)
    if options.against:
        compare(database, Database(options.against), garden)
    if is_empty:
        hostile(database, garden)
    print(
        f"peak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"
    )
    database.close()
    return 0


def measure(database: Database, garden: Garden, articles: int, *, load_first: bool) -> None:
    """Reports at each stage, or of what is there."""
    if not load_first:
        report(database, garden, articles, 2 * NEW + 10 * _last_id(database))
        return
    loaded, fresh, medians = 0, NEW, []
    for stage in stages(articles):
        load(database, garden, range(loaded + 1, stage + 1))
        loaded = stage
        medians.append(report(database, garden, stage, fresh))
        fresh += 10 * LOOK_UPS
    print(f"look-up at {loaded:,} against {FIRST_STAGE:,}: {medians[-1] / medians[0]:.2f} times")


def stages(articles: int) -> Iterator[int]:
    """Ten thousand, each tenfold below the end, and the end."""
    stage = FIRST_STAGE
    while stage < articles:
        yield stage
        stage *= 10
    yield articles


# ------------------------------------------------------------------ load


def load(database: Database, garden: Garden, numbers: range) -> None:
    """Store articles in bulk: rows in chunks, then all postings by hash."""
    started = time.perf_counter()
    # What was inserted to measure has taken some ids since the last stage.
    ahead = _last_id(database) + 1 - numbers.start
    hashes, owners = [], []
    for start in range(numbers.start, numbers.stop, CHUNK):
        chunk = range(start, min(start + CHUNK, numbers.stop))
        grown = [(number + ahead, garden.grow(number)) for number in chunk]
        with database.writing() as session:
            _load_rows(session, grown)
        keys = [Marks(fingerprint=one.fingerprint, url=one.article.url).keys for _, one in grown]
        hashes.append(np.array([key for own in keys for key in own], dtype=np.int64))
        own_ids = np.array([number for number, _ in grown], dtype=np.int64)
        owners.append(np.repeat(own_ids, [len(own) for own in keys]))
    grown_at = time.perf_counter()
    rows = _by_hash(np.concatenate(hashes), np.concatenate(owners))
    _load_postings(database, rows)
    print(
        f"\n{len(numbers):,} articles: grown and stored in {grown_at - started:.0f} s, "
        f"{len(rows):,} postings by hash in {time.perf_counter() - grown_at:.0f} s",
        flush=True,
    )


def _last_id(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.max(RevisionRow.id))) or 0


def _by_hash(hashes: Numbers, owners: Numbers) -> Numbers:
    """The rows of the posting index, in its order."""
    rows = np.column_stack((hashes, owners))
    return rows[np.lexsort((owners, hashes))]


def _load_rows(session: Session, grown: list[tuple[int, Grown]]) -> None:
    connection = session.connection()
    times = {"first_seen": NOON, "released": NOON, "updated": NOON}
    ids = [
        {"id": number, "uuid": _id(one), "size": 0, "current": 1, **times} for number, one in grown
    ]
    connection.execute(insert(EntryRow), ids)
    version = {"number": 1, "took_over": False, "change": "", "seen": NOON}
    revisions = [
        {"id": number, "entry_id": number, **version, **article_values(one.article)}
        for number, one in grown
    ]
    connection.execute(insert(RevisionRow), revisions)
    marks = [
        {"revision_id": number, **fingerprint_values(one.fingerprint)} for number, one in grown
    ]
    connection.execute(insert(FingerprintRow), marks)
    filed = [
        {"facet": filing.facet.value, "key": filing.key, "value": filing.value, "entry_id": number}
        for number, one in grown
        for filing in filings(one.article, "")
    ]
    connection.execute(insert(FilingRow), filed)
    # Filling the index of words takes longest, and no look-up here reads it.
    searched = {number: one.article for number, one in grown if number <= SEARCHED}
    if searched:
        words.put_all(session, searched)


def _id(one: Grown) -> UUID:
    """Anywhere in the index of ids, as real ones are."""
    return uuid5(NAMESPACE_URL, one.article.url or "")


def _load_postings(database: Database, rows: Numbers) -> None:
    parts = (rows[start : start + ROWS].tolist() for start in range(0, len(rows), ROWS))
    with database.writing() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            for part in parts:
                some = [tuple(row) for row in part]
                connection.exec_driver_sql("INSERT INTO posting VALUES (?, ?)", some)
            return
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy("COPY posting FROM STDIN") as copy:
            for part in parts:
                for row in part:
                    copy.write_row(row)
    with database.connecting() as connection:  # ids were given, so the counters are behind
        for table in ("entry", "revision"):
            counter = f"pg_get_serial_sequence('{table}', 'id')"
            connection.exec_driver_sql(f"SELECT setval({counter}, max(id)) FROM {table}")  # noqa: S608  two names of ours
        for table in ("posting", "fingerprint", "revision", "entry"):
            connection.exec_driver_sql(f"ANALYZE {table}")


# ------------------------------------------------------------------ measure


def report(database: Database, garden: Garden, loaded: int, fresh: int) -> float:
    """Prints what a store of this size costs; the median look-up in milliseconds."""
    news = [garden.grow(fresh + number) for number in range(LOOK_UPS)]
    with database.reading() as session:
        # A store in use is in the system's memory, as far as that is needed all the time.
        session.execute(text("SELECT count(*) FROM posting")).all()
        trip = timed(session, [lambda: session.execute(text("SELECT 1")).all()] * LOOK_UPS).median
        alone = timed(session, [_finding(session, one) for one in news])
        whole = timed(session, [_loading(session, one) for one in news])
        found = [len(find(session, one.article, one.fingerprint, POLICY)) for one in news]
        peak = _peak(session, news[:100])
    print(f"{loaded:,} stored; a round trip takes {trip:.3f} ms")
    _print_times("look-up", alone, trip)
    _print_times("look-up, with what it finds", whole, trip)
    print(f"  candidates: {sum(found) / len(found):.2f} an article, at most {max(found)}")
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"  memory of 100 look-ups: {peak:,} bytes at most; the process: {resident} MB so far")
    for name, size in index_sizes(database).items():
        print(f"  {name}: {size / loaded:.0f} bytes an article")
    more = (garden.grow(fresh + LOOK_UPS + number) for number in range(BATCHES * BATCH))
    rate, worked = insert_rate(database, more)
    print(
        f"  look-up, insert, commit: {rate:.0f} articles/s, processor {worked:.2f} ms an article",
        flush=True,
    )
    return alone.median


@dataclass(frozen=True, slots=True)
class Times:
    """What a call took, in milliseconds. Our own processor time is what a busy machine leaves of
    a measurement; a database server's is not in it.
    """

    median: float
    p99: float
    processor: float  # the median


def timed(session: Session, calls: Iterable[Callable[[], object]]) -> Times:
    """The times of calls that differ only in the article."""
    took, worked = [], []
    for call in calls:
        started, worked_before = time.perf_counter(), time.thread_time()
        call()
        worked.append((time.thread_time() - worked_before) * 1000)
        took.append((time.perf_counter() - started) * 1000)
        session.expunge_all()
    return Times(median(took), quantiles(took, n=100)[-1], median(worked))


def compare(database: Database, other: Database, garden: Garden) -> None:
    """Prints how a look-up here compares with one there, whatever else the machine does."""
    here, there = [], []
    with database.reading() as session, other.reading() as smaller:
        for start in range(0, LOOK_UPS, IN_TURN):
            some = [garden.grow(3 * NEW + start + number) for number in range(IN_TURN)]
            here.append(timed(session, [_finding(session, one) for one in some]))
            there.append(timed(smaller, [_finding(smaller, one) for one in some]))
    whole, own = median(one.median for one in here), median(one.processor for one in here)
    print(
        f"look-up in turn, here {whole:.3f} ms (processor {own:.3f}), against {other}: "
        f"{whole / median(one.median for one in there):.2f} times "
        f"(processor {own / median(one.processor for one in there):.2f} times)"
    )
    other.close()


def _finding(session: Session, one: Grown) -> Callable[[], object]:
    return lambda: find(session, one.article, one.fingerprint, POLICY)


def _loading(session: Session, one: Grown) -> Callable[[], object]:
    return lambda: candidates(session, one.article, one.fingerprint, POLICY)


def _print_times(name: str, times: Times, trip: float) -> None:
    print(
        f"  {name}: median {times.median:.3f} ms ({times.median / trip:.1f} round trips), "
        f"p99 {times.p99:.3f} ms, processor {times.processor:.3f} ms"
    )


def _peak(session: Session, news: list[Grown]) -> int:
    tracemalloc.start()
    for one in news:
        candidates(session, one.article, one.fingerprint, POLICY)
        session.expunge_all()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def index_sizes(database: Database) -> dict[str, int]:
    """The bytes of the posting index, and of the one over exact texts."""
    names = ("posting",)
    with database.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            size = text("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = :name")
        else:
            size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
        return {name: session.scalar(size, {"name": name}) or 0 for name in names}


def insert_rate(database: Database, grown: Iterable[Grown]) -> tuple[float, float]:
    """Articles a second, each looked up and stored, a commit after each hundred; and the
    milliseconds of processor time for each.
    """
    prepared = list(grown)
    rest = iter(prepared)
    started, worked = time.perf_counter(), time.thread_time()
    while batch := list(islice(rest, BATCH)):
        with database.writing() as session:
            for one in batch:
                candidates(session, one.article, one.fingerprint, POLICY)
                entries.add(session, _id(one), one.article, one.fingerprint, NOON)
    worked = time.thread_time() - worked
    return len(prepared) / (time.perf_counter() - started), worked * 1000 / len(prepared)


# ------------------------------------------------------------------ hostile input


def hostile(database: Database, garden: Garden) -> None:
    """Prints what articles cost that were made to be expensive."""
    model = garden.grow(NEW - 1)
    article = replace(model.article, url=None)
    few, many = POLICY.max_postings // 2, SHARING
    for count, first in ((few, 0), (many, few)):
        with database.writing() as session:
            for number in range(first, count):
                own = replace(model.fingerprint, text_hash=f"{number:064x}")
                entries.add(session, UUID(int=NEW + number), article, own, NOON)
        _print_hostile(database, f"{count:,} articles share all shingles", model)
    long = Article(title="", text=" ".join(_long_words(garden)), content="", language="en")
    started = time.perf_counter()
    own = fingerprint(long)
    print(f"{LONG_WORDS:,} words: fingerprint in {time.perf_counter() - started:.2f} s,")
    with database.writing() as session:
        entries.add(session, UUID(int=NEW - 1), long, own, NOON)
    _print_hostile(database, f"  {len(own.shingles)} rows, stored", Grown(long, own))


def _long_words(garden: Garden) -> Iterator[str]:
    number, given = 2 * NEW, 0
    while given < LONG_WORDS:
        found = garden.grow(number).article.text.split(" ")
        yield from found
        number, given = number + 1, given + len(found)


def _print_hostile(database: Database, name: str, one: Grown) -> None:
    other = replace(one, fingerprint=replace(one.fingerprint, text_hash="0" * 63 + "x"))
    with database.reading() as session:
        started = time.perf_counter()
        found = candidates(session, other.article, other.fingerprint, POLICY)
        looked_up = time.perf_counter()
        decide(other.article, other.fingerprint, found)
        decided = time.perf_counter()
    print(
        f"{name}: {len(found)} candidates in {(looked_up - started) * 1000:.1f} ms, "
        f"judged in {(decided - looked_up) * 1000:.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
