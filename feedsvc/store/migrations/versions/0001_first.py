"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

# The full-text index (feedsvc.store.words). Marks belong to words (the
# vowels of Indic scripts), and so do letters that are younger than SQLite's Unicode (Cn).
SQLITE = (
    "CREATE VIRTUAL TABLE entry_words USING fts5(title, text, "
    "tokenize = \"unicode61 remove_diacritics 2 categories 'L* M* N* Co Cn'\")",
)
POSTGRESQL = (
    "CREATE TABLE entry_words (entry_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_entry_words_words ON entry_words USING gin (words)",
)

# What is shown may have changed: counted here, so that no writer can forget it. A publication
# that was made from the same count need not be made again.
COUNTED = ("entry", "revision", "relation")
BUMP = "UPDATE change SET count = count + 1 WHERE id = 1"
SQLITE_COUNTERS = tuple(
    f"CREATE TRIGGER count_{table}_{verb} AFTER {verb} ON {table} BEGIN {BUMP}; END"
    for table in COUNTED
    for verb in ("insert", "update", "delete")
)
POSTGRESQL_COUNTERS = (
    "CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {BUMP}; RETURN NULL; END $$",
    *(
        f"CREATE TRIGGER count_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_change()"
        for table in COUNTED
    ),
)


def upgrade() -> None:
    op.create_table(
        "daemon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", TIME, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("next_run", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daemon")),
    )
    op.create_table(
        "dump",
        sa.Column("id", KEY, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("taken", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dump")),
        sa.UniqueConstraint("sha256", name=op.f("uq_dump_sha256")),
    )
    op.create_table(
        "entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("released", TIME, nullable=True),
        sa.Column("batch", TIME, nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("updated", TIME, nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("folded_into", KEY, nullable=True),
        sa.Column("joined_to", KEY, nullable=True),
        sa.Column("withdrawn", TIME, nullable=True),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["folded_into"], ["entry.id"], name=op.f("fk_entry_folded_into_entry")
        ),
        sa.ForeignKeyConstraint(["joined_to"], ["entry.id"], name=op.f("fk_entry_joined_to_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("uuid", name=op.f("uq_entry_uuid")),
    )
    op.create_index(op.f("ix_entry_first_seen_id"), "entry", ["first_seen", "id"], unique=False)
    op.create_index(op.f("ix_entry_released_id"), "entry", ["released", "id"], unique=False)
    op.create_index(
        op.f("ix_entry_folded_into"),
        "entry",
        ["folded_into"],
        unique=False,
        sqlite_where=sa.text("folded_into IS NOT NULL"),
        postgresql_where=sa.text("folded_into IS NOT NULL"),
    )
    op.create_table(
        "line",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "entry_id", name=op.f("pk_line")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "filing",
        sa.Column("facet", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_filing_entry_id_entry")),
        sa.PrimaryKeyConstraint("facet", "key", "entry_id", name=op.f("pk_filing")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_filing_entry_id"), "filing", ["entry_id"], unique=False)
    change = op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.bulk_insert(change, [{"id": 1, "count": 0}])
    op.create_table(
        "posting",
        sa.Column("hash", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "revision_id", name=op.f("pk_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "publication",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("published", TIME, nullable=False),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("feeds", sa.JSON(), nullable=False),
        sa.Column("missed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_publication")),
    )
    op.create_table(
        "run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trigger", sa.String(length=16), nullable=False),
        sa.Column("started", TIME, nullable=False),
        sa.Column("finished", TIME, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_started"), "run", ["started"], unique=False)
    op.create_table(
        "file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("directory", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=True),
        sa.Column("ctime_ns", sa.BigInteger(), nullable=True),
        sa.Column("inode", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("changed", TIME, nullable=False),
        sa.Column("missing_since", TIME, nullable=True),
        sa.Column("batch", TIME, nullable=True),
        sa.Column("dump_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["dump_id"], ["dump.id"], name=op.f("fk_file_dump_id_dump")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("directory", "path", name=op.f("uq_file_directory_path")),
    )
    op.create_index(op.f("ix_file_dump_id"), "file", ["dump_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("took_over", sa.Boolean(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("seen", TIME, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("standfirst", sa.Text(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("contributors", sa.JSON(), nullable=False),
        sa.Column("published", TIME, nullable=True),
        sa.Column("modified", TIME, nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("rights", sa.Text(), nullable=True),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=True),
        sa.Column("origin_id", KEY, nullable=True),
        sa.Column("origin_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_revision_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["entry.id"], name=op.f("fk_revision_origin_id_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_revision_entry_id_number")),
    )
    op.create_index(op.f("ix_revision_origin_id"), "revision", ["origin_id"], unique=False)
    op.create_table(
        "relation",
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_relation_entry_id_entry")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["entry.id"], name=op.f("fk_relation_other_id_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", "other_id", name=op.f("pk_relation")),
    )
    op.create_index(op.f("ix_relation_other_id"), "relation", ["other_id"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", KEY, nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken", TIME, nullable=False),
        sa.Column("applied", TIME, nullable=True),
        sa.Column("undone", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_table(
        "fingerprint",
        sa.Column("revision_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("shingles", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_fingerprint_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("revision_id", "version", name=op.f("pk_fingerprint")),
    )
    op.create_table(
        "record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dump_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=True),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("revision_id", KEY, nullable=True),
        sa.Column("decided", TIME, nullable=False),
        sa.ForeignKeyConstraint(["dump_id"], ["dump.id"], name=op.f("fk_record_dump_id_dump")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_record_entry_id_entry")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_record_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("dump_id", "position", name=op.f("uq_record_dump_id_position")),
    )
    op.create_index(op.f("ix_record_entry_id"), "record", ["entry_id"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("dump_id", KEY, nullable=False),
        sa.Column("seen", TIME, nullable=False),
        sa.ForeignKeyConstraint(["dump_id"], ["dump.id"], name=op.f("fk_sighting_dump_id_dump")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_sighting_file_id_file")),
        sa.PrimaryKeyConstraint("file_id", "dump_id", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_dump_id"), "sighting", ["dump_id"], unique=False)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (
        POSTGRESQL + POSTGRESQL_COUNTERS if is_postgresql else SQLITE + SQLITE_COUNTERS
    ):
        op.execute(statement)
