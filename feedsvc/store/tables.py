"""The tables. A path is a `file`; its bytes are a `dump`; the pages in it are `record`s; what they
became are `entry` and `revision` rows, found under a `filing`; `posting` finds near-duplicates;
`run`, `change`, `publication` and `daemon` remember what the service did; `relation` links entries
that are two and belong together; `ruling` holds what the owner decided. Changing a table takes a
migration (`migrations/versions`).
"""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite gives an alias of the row id only to INTEGER; PostgreSQL wants the wide one.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones: there it is naive UTC on disk."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time reached the store: {value!r}")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every constraint has a name, so that a migration can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads a plain class attribute
        datetime: UtcDateTime,
        UUID: Uuid(),
        str: Text,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


class FileRow(Base):
    """The ledger: one row for every path ever seen, and what became of it."""

    __tablename__ = "file"
    __table_args__ = (UniqueConstraint("directory", "path"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    directory: Mapped[str]
    path: Mapped[str]
    size: Mapped[int | None] = mapped_column(BigInteger)
    mtime_ns: Mapped[int | None] = mapped_column(BigInteger)
    ctime_ns: Mapped[int | None] = mapped_column(BigInteger)
    inode: Mapped[str | None]  # text: an inode may need all 64 bits without a sign
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    first_seen: Mapped[datetime]
    changed: Mapped[datetime]  # when this row last changed
    missing_since: Mapped[datetime | None]
    batch: Mapped[datetime | None]  # the beginning of the backfill in which it waits
    dump_id: Mapped[int | None] = mapped_column(ForeignKey("dump.id"), index=True)


class DumpRow(Base):
    """The bytes of a file, by their hash: the same bytes are taken once."""

    __tablename__ = "dump"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    taken: Mapped[datetime]


class SightingRow(Base):
    """Which bytes a path has held, and since when it last did."""

    __tablename__ = "sighting"

    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    dump_id: Mapped[int] = mapped_column(ForeignKey("dump.id"), primary_key=True, index=True)
    seen: Mapped[datetime]


class RecordRow(Base):
    """One page of a dump and what became of it."""

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("dump_id", "position"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    dump_id: Mapped[int] = mapped_column(ForeignKey("dump.id"))
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    similarity: Mapped[float | None] = mapped_column(Float)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    decided: Mapped[datetime]


class EntryRow(Base):
    """An item that subscribers see: its permanent id and our times."""

    __tablename__ = "entry"
    __table_args__ = (
        Index(None, "first_seen", "id"),
        Index(None, "released", "id"),
        # Without the nulls, or SQLite would go by it for all that is not folded: nearly everything.
        Index(
            None,
            "folded_into",
            sqlite_where=text("folded_into IS NOT NULL"),
            postgresql_where=text("folded_into IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(unique=True)
    first_seen: Mapped[datetime]
    # When it entered the feeds: when it was first seen; of a backfilled one, when it was let in.
    released: Mapped[datetime | None]
    batch: Mapped[datetime | None]  # the beginning of the backfill that brought it
    size: Mapped[int]  # bytes of its first version's content
    updated: Mapped[datetime]
    current: Mapped[int] = mapped_column(Integer)  # the number of the revision that is shown
    # The entry that this one turned out to be, always one that is not folded itself.
    folded_into: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    # The one that it was folded into itself: with it, a fold can be taken back.
    joined_to: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    withdrawn: Mapped[datetime | None]  # by the owner, since when: a tombstone
    readings: Mapped[int] = mapped_column(default=0)  # how often its versions were read again


ENTRY = cast("Table", EntryRow.__table__)


class FilingRow(Base):
    """What an entry was filed under when it was first seen (`feeds.facets`): never changed."""

    __tablename__ = "filing"
    __table_args__ = (
        Index(None, "entry_id"),
        {"sqlite_with_rowid": False},
    )

    facet: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    value: Mapped[str]


class ChangeRow(Base):
    """How often what is shown may have changed: counted by triggers, whoever writes."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)  # always 1
    count: Mapped[int] = mapped_column(BigInteger)


class RevisionRow(Base):
    """One version of an entry's article, as extracted."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    kind: Mapped[str | None] = mapped_column(String(16))  # None for the first
    took_over: Mapped[bool] = mapped_column(Boolean)  # the place of the version that was shown
    change: Mapped[str]  # what is different, in words
    seen: Mapped[datetime]
    title: Mapped[str]
    text: Mapped[str]
    content: Mapped[str]
    summary: Mapped[str]
    standfirst: Mapped[str | None]
    authors: Mapped[list[str]]
    contributors: Mapped[list[str]]
    published: Mapped[datetime | None]
    modified: Mapped[datetime | None]
    publisher: Mapped[str | None]
    language: Mapped[str]
    categories: Mapped[list[str]]
    url: Mapped[str | None]
    rights: Mapped[str | None]
    truncated: Mapped[bool] = mapped_column(Boolean)
    evidence: Mapped[list[dict[str, Any]]]
    software: Mapped[str]  # the version that extracted it
    identity: Mapped[str | None] = mapped_column(String(64))  # its first text hash, if read again
    # Where it stood before the owner split it off: another entry, and its number there.
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    origin_number: Mapped[int | None]


REVISION = cast("Table", RevisionRow.__table__)


class FingerprintRow(Base):
    """A revision's fingerprint: what the keys of `posting` are made from.

    A newer version stands beside the old.
    """

    __tablename__ = "fingerprint"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64))
    shingles: Mapped[bytes] = mapped_column(LargeBinary)


class PostingRow(Base):
    """The index of near-duplicate detection: shingle, text or address to revision (`postings`)."""

    __tablename__ = "posting"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads a plain class attribute

    # No foreign key: it would look up a revision for each of some thirty rows an article. Both are
    # narrow, for this is the largest table: there is room for two billion revisions.
    hash: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class RelationRow(Base):
    """Two entries that are not one and belong together; the later one found the earlier."""

    __tablename__ = "relation"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str]


class RulingRow(Base):
    """A decision of the owner: merge, split, withdraw. One that was taken back stays on record."""

    __tablename__ = "ruling"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    act: Mapped[str] = mapped_column(String(16))
    entry: Mapped[UUID]
    other: Mapped[UUID | None]
    texts: Mapped[list[str]]  # hashes of what a split takes along
    title: Mapped[str]
    note: Mapped[str]
    taken: Mapped[datetime]
    applied: Mapped[datetime | None]  # None: what it is about is not here yet
    undone: Mapped[datetime | None]


class LineRow(Base):
    """Which entries have a line, within their source: what a publisher repeats."""

    __tablename__ = "line"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads a plain class attribute

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class RunRow(Base):
    """One ingest: what started it and how it ended."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    trigger: Mapped[str] = mapped_column(String(16))
    started: Mapped[datetime] = mapped_column(index=True)
    finished: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16))
    message: Mapped[str | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class PublicationRow(Base):
    """The last publication into a directory, and what could not be written."""

    __tablename__ = "publication"

    site: Mapped[str] = mapped_column(Text, primary_key=True)
    published: Mapped[datetime]
    failures: Mapped[list[str]]
    state: Mapped[str | None]  # what it was made from; None if it was not whole
    feeds: Mapped[dict[str, int]] = mapped_column(JSON)  # by slug: how many entries it has
    missed: Mapped[list[str]]  # slugs that were published and are configured no more


class DaemonRow(Base):
    """What the running daemon says of itself. Whether it still runs is told by its lock."""

    __tablename__ = "daemon"

    id: Mapped[int] = mapped_column(primary_key=True)  # always 1
    started: Mapped[datetime]
    address: Mapped[str]
    next_run: Mapped[datetime | None]
