"""What one new article costs against a store of so many: time, candidates, bytes, memory.

usage: python -m benchmarks.million FOLDER [--articles 1000000] [--store sqlite:////tmp/m.db]

The store must be an empty database; it is left as it is. Articles are grown from the text files
below FOLDER (`growing.py`), loaded in bulk (postings by hash), and at ten thousand, each tenfold
and the end: the look-up of new articles, alone and with what it finds; look-up, insert and commit
in batches of 100; the size of the index. At the end: articles that share all their shingles, and a
text of a million words. Times are also given in round trips (`SELECT 1` through the same layers),
which say more than milliseconds of a machine that nobody else has.
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
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.growing import Garden, Grown
from feedsvc.dedup import decide, fingerprint
from feedsvc.model import Article
from feedsvc.store import entries, postings, schema
from feedsvc.store.candidates import CandidatePolicy, candidates, find
from feedsvc.store.engine import Database
from feedsvc.store.rows import article_values, fingerprint_values
from feedsvc.store.tables import EntryRow, FingerprintRow, RevisionRow

FIRST_STAGE, CHUNK = 10_000, 5_000
LOOK_UPS, BATCHES, BATCH = 1_000, 10, 100
SHARING = 10_000  # articles that share all their shingles
LONG_WORDS = 1_000_000
NEW = 1_000_000_000  # numbers of articles that are not loaded
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
POLICY = CandidatePolicy()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="holds text files, at any depth")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--store", default="sqlite:////tmp/feedsvc-million.db")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    garden = Garden(options.folder, options.seed)
    garden.check()
    database = Database(options.store)
    if schema.upgrade(database).current is not None:
        raise SystemExit("the store is not empty")
    loaded, fresh, medians = 0, NEW, []
    for stage in stages(options.articles):
        load(database, garden, range(loaded + 1, stage + 1))
        loaded = stage
        medians.append(report(database, garden, stage, fresh))
        fresh += 10 * LOOK_UPS
    print(f"look-up at {loaded:,} against {FIRST_STAGE:,}: {medians[-1] / medians[0]:.2f} times")
    hostile(database, garden)
    print(
        f"peak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"
    )
    database.close()
    return 0


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
    rows: list[tuple[int, int]] = []
    with database.writing() as session:
        # What was inserted to measure has taken some ids since the last stage.
        ahead = (session.scalar(select(func.max(RevisionRow.id))) or 0) + 1 - numbers.start
        for start in range(numbers.start, numbers.stop, CHUNK):
            chunk = range(start, min(start + CHUNK, numbers.stop))
            grown = [(number + ahead, garden.grow(number)) for number in chunk]
            _load_rows(session, grown)
            rows += (
                (key, number) for number, one in grown for key in postings.keys(one.fingerprint)
            )
    grown_at = time.perf_counter()
    _load_postings(database, sorted(rows))
    print(
        f"\n{len(numbers):,} articles: grown and stored in {grown_at - started:.0f} s, "
        f"{len(rows):,} postings by hash in {time.perf_counter() - grown_at:.0f} s",
        flush=True,
    )


def _load_rows(session: Session, grown: list[tuple[int, Grown]]) -> None:
    times = {"first_seen": NOON, "updated": NOON, "current": 1}
    ids = [{"id": number, "uuid": UUID(int=number), **times} for number, _ in grown]
    session.execute(insert(EntryRow), ids)
    version = {"number": 1, "seen": NOON}
    revisions = [
        {"id": number, "entry_id": number, **version, **article_values(one.article)}
        for number, one in grown
    ]
    session.execute(insert(RevisionRow), revisions)
    marks = [
        {"revision_id": number, **fingerprint_values(one.fingerprint)} for number, one in grown
    ]
    session.execute(insert(FingerprintRow), marks)


def _load_postings(database: Database, rows: list[tuple[int, int]]) -> None:
    with database.writing() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO posting VALUES (?, ?)", rows)
            return
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy("COPY posting FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    with database.connecting() as connection:  # ids were given, so the counters are behind
        for table in ("entry", "revision"):
            counter = f"pg_get_serial_sequence('{table}', 'id')"
            connection.exec_driver_sql(f"SELECT setval({counter}, max(id)) FROM {table}")  # noqa: S608  two names of ours


# ------------------------------------------------------------------ measure


def report(database: Database, garden: Garden, loaded: int, fresh: int) -> float:
    """Prints what a store of this size costs; the median look-up in milliseconds."""
    news = [garden.grow(fresh + number) for number in range(LOOK_UPS)]
    with database.reading() as session:
        trip = timed(session, [lambda: session.execute(text("SELECT 1")).all()] * LOOK_UPS).median
        alone = timed(session, [_finding(session, one) for one in news])
        whole = timed(session, [_loading(session, one) for one in news])
        found = [len(find(session, one.article, one.fingerprint, POLICY)) for one in news]
        peak = _peak(session, news[:100])
    print(f"{loaded:,} stored; a round trip takes {trip:.3f} ms")
    _print_times("look-up", alone, trip)
    _print_times("look-up, with what it finds", whole, trip)
    print(f"  candidates: {sum(found) / len(found):.2f} an article, at most {max(found)}")
    print(f"  memory of 100 look-ups: {peak:,} bytes at most")
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
    names = ("posting", "ix_fingerprint_text_hash_version_revision_id", "ix_revision_url_hash")
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
                own = UUID(hex=one.fingerprint.text_hash[:32])
                entries.add(session, own, one.article, one.fingerprint, NOON)
    worked = time.thread_time() - worked
    return len(prepared) / (time.perf_counter() - started), worked * 1000 / len(prepared)


# ------------------------------------------------------------------ hostile input


def hostile(database: Database, garden: Garden) -> None:
    """Prints what articles cost that were made to be expensive."""
    model = garden.grow(NEW - 1)
    few, many = POLICY.max_postings // 2, SHARING
    for count, first in ((few, 0), (many, few)):
        with database.writing() as session:
            for number in range(first, count):
                own = replace(model.fingerprint, text_hash=f"{number:064x}")
                entries.add(session, UUID(int=NEW + number), model.article, own, NOON)
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
