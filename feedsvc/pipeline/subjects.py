"""What the owner means: an entry by its id, its page's address, or a dump that it came from; and
the rulings that can be made of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from feedsvc.dedup import mint, mint_from_text
from feedsvc.errors import SubjectUnclear
from feedsvc.inbox import locations
from feedsvc.model import Act, Article, Ruling
from feedsvc.store import answers, entries, families, rulings
from feedsvc.store.answers import RecordAnswer
from feedsvc.store.engine import Transaction
from feedsvc.store.families import Part

_UUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_ID = re.compile(rf"(?:urn:uuid:)?({_UUID})")
_PAGE = re.compile(rf"(?:https?://[^\s?#]*/|/)?articles/({_UUID})/?(?:index\.html)?(?:[?#].*)?")
_RECORD = re.compile(r"(.+)#([0-9]{1,9})", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An entry, or one of its versions."""

    entry_id: UUID
    version: int | None = None  # if it was named by a dump


def find(transaction: Transaction, named: str, inbox: Path) -> Subject:
    """What `named` means: an id, a page's address, or PATH or PATH#POSITION of a dump.

    Raises: SubjectUnclear.
    """
    match = _ID.fullmatch(named) or _PAGE.fullmatch(named)
    if match is None:
        return _of_dump(transaction, named, inbox)
    entry_id = UUID(match.group(1))
    if not entries.exists(transaction, entry_id):
        raise SubjectUnclear(
            f"there is no entry {entry_id}", "copy the id from a feed, or the address of a page"
        )
    return Subject(entry_id=entry_id)


def _of_dump(transaction: Transaction, named: str, inbox: Path) -> Subject:
    found = _records(transaction, named, inbox)
    position: int | None = None
    if found is None and (match := _RECORD.fullmatch(named)):
        position = int(match.group(2))
        found = _records(transaction, match.group(1), inbox)
    if found is None:
        raise SubjectUnclear(
            f"{named} is neither an entry nor a dump that was ever seen",
            "name an entry by its id or its page's address, or a file of the watched folder",
        )
    chosen = [
        record
        for record in found
        if record.entry_id is not None and position in {None, record.position}
    ]
    if len({(record.entry_id, record.revision) for record in chosen}) != 1:
        raise SubjectUnclear(f"{named} holds {len(chosen)} articles", _choice(named, found))
    assert chosen[0].entry_id is not None
    return Subject(entry_id=chosen[0].entry_id, version=chosen[0].revision)


def _records(transaction: Transaction, path: str, inbox: Path) -> Sequence[RecordAnswer] | None:
    for name in locations(Path(path), inbox):
        answer = answers.why(transaction, name.directory, name.path)
        if answer is not None:
            return answer.dumps[0].records if answer.dumps else ()
    return None


def _choice(named: str, records: Sequence[RecordAnswer]) -> str:
    path = match.group(1) if (match := _RECORD.fullmatch(named)) else named
    known = [record for record in records if record.entry_id is not None]
    listed = "; ".join(f"{path}#{record.position}: {record.title}" for record in known[:20])
    return f"name one: {listed}" if known else f"`feedsvc why {path}` says what became of it"


def merging(
    transaction: Transaction, kept: Subject, other: Subject, taken: datetime, note: str
) -> Ruling:
    """`other` folds into `kept`.

    Raises: SubjectUnclear if they are one already, or the owner has said otherwise.
    """
    into, from_ = _root(transaction, kept), _root(transaction, other)
    if into == from_:
        raise SubjectUnclear(f"both are {into.urn} already", "nothing is to be done")
    pair = frozenset((into, from_))
    if pair in rulings.apart(transaction, pair):
        _refuse(transaction, pair)
    title = entries.current_article(transaction, from_).title
    return Ruling(act=Act.MERGE, entry=into, other=from_, taken=taken, title=title, note=note)


def _refuse(transaction: Transaction, pair: frozenset[UUID]) -> None:
    """Raises: SubjectUnclear that names the ruling which keeps the two apart."""
    for kept in rulings.about(transaction, families.members(transaction, pair)):
        if kept.ruling.act is not Act.MERGE:
            raise SubjectUnclear(
                f"decision {kept.number} ({kept.ruling.act}) stands against it",
                f"first run: feedsvc decisions undo {kept.number}",
            )


def withdrawing(transaction: Transaction, subject: Subject, taken: datetime, note: str) -> Ruling:
    """The item that the subject is, or is part of, becomes a tombstone.

    Raises: SubjectUnclear if it is one.
    """
    root = _root(transaction, subject)
    if entries.withdrawn_since(transaction, root) is not None:
        raise SubjectUnclear(f"{root.urn} is withdrawn already", "nothing is to be done")
    title = entries.current_article(transaction, root).title
    return Ruling(act=Act.WITHDRAW, entry=root, taken=taken, title=title, note=note)


def withdrawal_of(transaction: Transaction, subject: Subject) -> int:
    """The number of the ruling that withdrew the subject.

    Raises: SubjectUnclear if none did.
    """
    root = _root(transaction, subject)
    for kept in rulings.about(transaction, families.members(transaction, {root})):
        if kept.ruling.act is Act.WITHDRAW and kept.applied is not None:
            return kept.number
    raise SubjectUnclear(f"{root.urn} is not withdrawn", "`feedsvc decisions list` shows what is")


def splitting(
    transaction: Transaction,
    subject: Subject,
    versions: Sequence[int],
    taken: datetime,
    note: str,
) -> Ruling:
    """What was wrongly merged becomes an item of its own: an entry that had been folded, or some
    versions of one.

    Raises: SubjectUnclear if it is not clear which, or nothing can be split off.
    """
    root = _root(transaction, subject)
    part = _part(transaction, subject, root, versions)
    if not part.numbers:
        title = entries.current_article(transaction, part.entry_id).title
        return Ruling(
            act=Act.SPLIT, entry=root, other=part.entry_id, taken=taken, title=title, note=note
        )
    found = families.versions(transaction, part)
    if len(found) != len(part.numbers):
        raise SubjectUnclear(
            f"{part.entry_id.urn} has no such version", _listed(families.parts(transaction, root))
        )
    return Ruling(
        act=Act.SPLIT,
        entry=root,
        other=_free_id(transaction, found[0].article),
        texts=tuple(version.text_hash for version in found),
        taken=taken,
        title=found[0].article.title,
        note=note,
    )


def _part(transaction: Transaction, subject: Subject, root: UUID, versions: Sequence[int]) -> Part:
    numbers = tuple(versions) or ((subject.version,) if subject.version else ())
    if 1 in numbers or (not numbers and subject.entry_id != root):
        if subject.entry_id == root:
            raise SubjectUnclear(
                f"version 1 is what {root.urn} stands for", "split the other versions off instead"
            )
        return Part(entry_id=subject.entry_id, numbers=())
    if numbers:
        return Part(entry_id=subject.entry_id, numbers=tuple(sorted(set(numbers))))
    parts = families.parts(transaction, root)
    if len(parts) != 1:
        what = "is of one piece" if not parts else f"has {len(parts)} parts that can be split off"
        raise SubjectUnclear(f"{root.urn} {what}", _listed(parts))
    return parts[0]


def _listed(parts: Sequence[Part]) -> str:
    if not parts:
        return "`feedsvc why` with a dump shows what it became"
    shown = (
        f"--version {part.numbers[0]}: {part.title}"
        if part.numbers
        else f"{part.entry_id}: {part.title}"
        for part in parts[:20]
    )
    return "name one: " + "; ".join(shown)


def _free_id(transaction: Transaction, article: Article) -> UUID:
    """The id that the article would have got as a new one; one whose entry is but a name, since
    a split was taken back, is free.
    """
    for entry_id in (mint(article), mint_from_text(article)):
        if not entries.exists(transaction, entry_id) or families.is_empty(transaction, entry_id):
            return entry_id
    raise SubjectUnclear(
        f"the ids of {article.title!r} are taken by other entries", "merge it with one of them"
    )


def _root(transaction: Transaction, subject: Subject) -> UUID:
    root = families.root_of(transaction, subject.entry_id)
    assert root is not None
    return root
