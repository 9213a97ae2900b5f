"""Claims about which version of a story is shown."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from feedsvc.dedup import decide, fingerprint, measured_against, succession
from feedsvc.model import Article, Candidate, Duplicate, Revision, RevisionKind

MakeArticle = Callable[..., Article]
MakeCandidate = Callable[..., Candidate]

MONDAY, TUESDAY = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
STORY = UUID(int=7)


def revision(kind: RevisionKind) -> Revision:
    evidence = "for: 90% of one text is in the other"
    return Revision(of=STORY, kind=kind, supersedes=True, similarity=0.9, evidence=evidence)


def copy() -> Duplicate:
    return Duplicate(of=STORY, similarity=0.9, evidence="also at Isle Post")


def _shown(*versions: Article) -> int:
    steps = succession(versions)
    assert [step.kind is None for step in steps] == [True] + [False] * (len(versions) - 1)
    return max((number for number, step in enumerate(steps) if step.takes_over), default=0)


def test_what_is_new_is_measured_by_what_is_shown(make: MakeArticle, harbor: str) -> None:
    """A version may be a cosmetic change of some older one, and news to who reads the shown one."""
    shown = make("Market closes", harbor.replace("3,100", "3,400"))
    held = measured_against(revision(RevisionKind.COSMETIC), make("Market closes", harbor), shown)
    assert isinstance(held, Revision)
    assert (held.kind, held.supersedes) == (RevisionKind.MATERIAL, True)
    assert held.change.startswith("numbers changed")


def test_an_older_version_that_arrives_late_is_history(make: MakeArticle, harbor: str) -> None:
    shown = make("Market closes", harbor.replace("3,100", "3,400"), modified=TUESDAY)
    late = make("Market closes", harbor, modified=MONDAY)
    held = measured_against(revision(RevisionKind.MATERIAL), late, shown)
    assert isinstance(held, Revision)
    assert not held.supersedes
    assert _shown(shown, late) == 0
    assert _shown(late, shown) == 1


def test_another_masthead_never_takes_the_place(make: MakeArticle, harbor: str) -> None:
    """However much newer and longer: the canonical copy is the one that was here first."""
    shown = make("Market closes", harbor, publisher="Quay Courier", published=MONDAY)
    fuller = make("Market to close", harbor + harbor, publisher="Isle Post", published=TUESDAY)
    held = measured_against(revision(RevisionKind.MATERIAL), fuller, shown)
    assert isinstance(held, Revision)
    assert (held.kind, held.supersedes) == (RevisionKind.COPY, False)
    assert measured_against(copy(), fuller, shown) == copy()
    assert _shown(shown, fuller) == 0


def test_the_own_masthead_takes_the_place_though_a_copy_is_more_alike(
    make: MakeArticle, harbor: str
) -> None:
    shown = make("Market closes", harbor, publisher="Quay Courier")
    later = make("Market stays open", harbor, publisher="QUAY courier")
    held = measured_against(copy(), later, shown)
    assert isinstance(held, Revision)
    assert (held.kind, held.supersedes) == (RevisionKind.MATERIAL, True)


def test_the_shown_one_among_versions_is_the_last_that_took_the_place(
    make: MakeArticle, harbor: str
) -> None:
    first = make("Market closes", harbor)
    whole = make("Market closes", harbor.replace("3,100", "3,400"))
    cut = make("Market closes tonight", harbor[:600], truncated=True)
    retouched = make("Market closes", harbor.replace("3,100", "3,400").replace("ending", "closing"))
    assert _shown(first) == 0
    assert _shown(first, whole, cut, retouched) == 1


def test_entries_that_are_apart_are_not_joined_by_what_is_both(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    one = stored(make("Market closes", harbor), UUID(int=1))
    two = stored(make("Market closes", harbor.replace("Tuesday", "Monday")), UUID(int=2))
    both = make("Market closes", harbor.replace("Tuesday", "Friday"))
    joined = decide(both, fingerprint(both), [one, two])
    assert isinstance(joined, Revision)
    assert joined.joins
    apart = decide(
        both, fingerprint(both), [one, two], None, {frozenset((UUID(int=1), UUID(int=2)))}
    )
    assert isinstance(apart, Revision)
    assert not apart.joins
