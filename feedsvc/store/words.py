"""The full-text index: the words of what every entry shows, kept in step by `entries`.

It is an FTS5 table in SQLite and a `tsvector` in PostgreSQL, both filled with the same folded
words, so both find the same. Characters of scripts without spaces are words of their own there;
what was typed without a space is looked for as a phrase.

A feed of a search holds what matched when it was first seen, so those words are kept too once an
entry shows others: under its key with a minus sign.
"""

import re
from collections.abc import Mapping
from unicodedata import normalize

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from feedsvc.model import Article
from feedsvc.text import tokens

MAX_INDEXED_CHARS = 200_000  # PostgreSQL takes 1 MiB a tsvector; 4 bytes and 4 more a word fit
MAX_QUERY_CHARS = 400
MAX_QUERY_WORDS = 64
MAX_QUERY_TERMS = 16  # distinct ones: `the` sixty times took 82 s over 20,000 entries
_ACCENTS = re.compile("[\u0300-\u036f]+")  # the combining marks of European scripts

_KEEP = text(
    "INSERT INTO entry_words (rowid, title, text) SELECT -rowid, title, text FROM entry_words "
    "WHERE rowid = :id AND NOT EXISTS (SELECT 1 FROM entry_words WHERE rowid = -:id)"
)
_KEEP_POSTGRESQL = text(
    "INSERT INTO entry_words (entry_id, words) SELECT -entry_id, words FROM entry_words "
    "WHERE entry_id = :id ON CONFLICT DO NOTHING"
)
_DELETE = text("DELETE FROM entry_words WHERE rowid = :id")
_INSERT = text("INSERT INTO entry_words (rowid, title, text) VALUES (:id, :title, :text)")
_DELETE_POSTGRESQL = text("DELETE FROM entry_words WHERE entry_id = :id")
_INSERT_POSTGRESQL = text(
    "INSERT INTO entry_words (entry_id, words) VALUES (:id, "
    "setweight(to_tsvector('simple', CAST(:title AS text)), 'A') || "
    "setweight(to_tsvector('simple', CAST(:text AS text)), 'D'))"
)
# Ranks: lower is better in both. A word in the title weighs as four (bm25), or ten (A to D).
_FOUND = "SELECT rowid AS id, bm25(entry_words, 4.0, 1.0) AS rank FROM entry_words "
MATCHES = text(_FOUND + "WHERE entry_words MATCH :query").bindparams(bindparam("query"))
MATCHES_POSTGRESQL = text(
    "SELECT entry_id AS id, -ts_rank(words, asked, 1) AS rank "  # 1: a long text weighs less
    "FROM entry_words, websearch_to_tsquery('simple', :query) AS asked WHERE words @@ asked"
).bindparams(bindparam("query"))
# The entries that matched when they were first seen.
FIRST_MATCHES = text(
    "SELECT -rowid AS id FROM entry_words WHERE entry_words MATCH :query AND rowid < 0 UNION ALL "
    "SELECT rowid FROM entry_words AS now WHERE entry_words MATCH :query AND rowid > 0 "
    "AND NOT EXISTS (SELECT 1 FROM entry_words AS first WHERE first.rowid = -now.rowid)"
).bindparams(bindparam("query"))
FIRST_MATCHES_POSTGRESQL = text(
    "SELECT abs(entry_id) AS id FROM entry_words AS now "
    "WHERE words @@ websearch_to_tsquery('simple', :query) AND (entry_id < 0 "
    "OR NOT EXISTS (SELECT 1 FROM entry_words AS first WHERE first.entry_id = -now.entry_id))"
).bindparams(bindparam("query"))


def put(session: Session, entry_id: int, article: Article) -> None:
    """Make the entry findable by the words of this article alone."""
    remove(session, entry_id)
    put_all(session, {entry_id: article})


def put_all(session: Session, articles: Mapping[int, Article]) -> None:
    """Make new entries findable, by what they show first."""
    insert = _INSERT_POSTGRESQL if is_postgresql(session) else _INSERT
    rows = [_values(key, article) for key, article in articles.items()]
    session.connection().execute(insert, rows)


def remove(session: Session, entry_id: int) -> None:
    """The entry is found no longer by what it shows."""
    session.execute(_KEEP_POSTGRESQL if is_postgresql(session) else _KEEP, {"id": entry_id})
    delete = _DELETE_POSTGRESQL if is_postgresql(session) else _DELETE
    session.execute(delete, {"id": entry_id})


def phrases(query: str) -> str:
    """The query as both databases take it: every term a quoted phrase of letters, marks, digits
    and currency and per cent signs; empty if there is none. It is bounded (FAULTS H13).
    """
    found: dict[str, None] = {}
    left = MAX_QUERY_WORDS
    for term in query[:MAX_QUERY_CHARS].split():
        words = _plain_tokens(term)[:left]
        phrase = " ".join(words).casefold()
        if phrase and phrase not in found:
            left -= len(words)
            found[phrase] = None
    return " ".join(f'"{phrase}"' for phrase in list(found)[:MAX_QUERY_TERMS])


def is_postgresql(session: Session) -> bool:
    """Which of the two dialects the session speaks."""
    return session.get_bind().dialect.name == "postgresql"


def _values(entry_id: int, article: Article) -> dict[str, object]:
    title = _words(article.title)
    text = _words(article.text)[: MAX_INDEXED_CHARS - len(title)]
    return {"id": entry_id, "title": title, "text": text}


def _words(written: str) -> str:
    return " ".join(_plain_tokens(written[:MAX_INDEXED_CHARS]))[:MAX_INDEXED_CHARS]


def _plain_tokens(written: str) -> tuple[str, ...]:
    """Tokens without accents, and without signs, which neither database's words contain."""
    if not written.isascii():
        written = normalize("NFC", _ACCENTS.sub("", normalize("NFD", written)))
    return tuple(
        token for token in tokens(written) if token.isalnum() or any(map(str.isalnum, token))
    )
