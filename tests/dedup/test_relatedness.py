"""Claims about stories that belong together and are not one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from feedsvc.dedup import DedupPolicy, decide, fingerprint, mint
from feedsvc.dedup.identity import mint_copy, mint_from_text
from feedsvc.dedup.relatedness import MAX_DAYS, MAX_LINKED, linked
from feedsvc.model import Article, Candidate, Decision, Duplicate, New, Related, Revision

MakeArticle = Callable[..., Article]
MakeCandidate = Callable[..., Candidate]

ONE = """The rescue boat Marit Holm was lost off Cape Verrin early on Sunday with the skipper \
Jonas Adler and two deckhands from Port Ellery aboard, the coast guard at Sund Harbor said.

Governor Petra Quist visited the families in Port Ellery and promised that the search would go on. \
The boat had left Sund Harbor in a gale to help the freighter Castellan, which was adrift."""
TWO = """Hope was fading for three men of the Marit Holm after helicopters from Sund Harbor found \
an empty raft near Cape Verrin. Among the missing is Jonas Adler, a skipper for thirty years.

People laid candles on the quay of Port Ellery, where Adler lives. Petra Quist asked the ministry \
for another ship. The Castellan, whose call for help had brought the men out, was towed home."""
OFF = DedupPolicy(fold_copies=False)


def decided(article: Article, *known: Candidate, policy: DedupPolicy | None = None) -> Decision:
    return decide(article, fingerprint(article), known, policy)


def test_two_reports_of_one_event_are_linked_and_two(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    first, second = stored(make("Boat lost", ONE)), make("Hope fades", TWO)
    decision = decided(second, first)
    assert isinstance(decision, Related)
    assert (decision.entry_id, decision.of) == (mint(second), (first.entry_id,))
    assert decision.copies == ()
    assert "names in common (adler, " in decision.evidence
    assert isinstance(decided(make("Boat lost", ONE), stored(second)), Related), "either way"


def test_names_in_what_is_common_word_for_word_say_nothing(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    """A page may carry the start of another story below its own."""
    page = make("Early pears", f"{orchard}\n\n{ONE}")
    other = stored(make("Market closes", f"{harbor}\n\n{ONE}"))
    assert linked(page, [other]) == ()


def test_what_is_dated_weeks_apart_is_another_event(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    known = stored(make("Boat lost", ONE, published=day))
    near, far = (
        make("Hope fades", TWO, published=day + timedelta(days=days))
        for days in (MAX_DAYS, MAX_DAYS + 1)
    )
    assert linked(near, [known])
    assert linked(far, [known]) == ()


def test_an_article_is_linked_with_a_few_entries_each_once(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    known = [stored(make("Boat lost", ONE), UUID(int=number)) for number in (1, 1, *range(2, 9))]
    found = linked(make("Hope fades", TWO), known)
    assert [link.entry_id for link in found] == [UUID(int=n) for n in range(1, MAX_LINKED + 1)]


def test_a_copy_is_an_item_of_its_own_where_the_owner_wants_that(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    known = stored(make("Market closes", harbor, publisher="Quay Courier"))
    copy = make("Market closes", harbor, publisher="Isle Post")
    assert isinstance(decided(copy, known), Duplicate)
    decision = decided(copy, known, policy=OFF)
    assert decision == Related(
        entry_id=mint_copy(copy), of=(), copies=(known.entry_id,), evidence="the same words"
    )
    own = stored(copy, mint_copy(copy))
    again = decided(copy, known, own, policy=OFF)
    assert isinstance(again, Duplicate)
    assert again.of == own.entry_id
    near = make("Market closes", harbor.replace("Tuesday", "Monday"), publisher="Late Star")
    other = decided(near, known, own, policy=OFF)
    assert isinstance(other, Related)
    assert set(other.copies) == {known.entry_id, own.entry_id}
    unnamed = make("Market closes", harbor.replace("Tuesday", "Monday"))
    joined = decided(unnamed, known, own, policy=OFF)
    assert isinstance(joined, Revision)
    assert joined.joins == (), "entries of two mastheads are not made one"


@pytest.mark.parametrize("publisher", [None, "QUAY  courier"])
def test_what_names_no_other_masthead_is_folded_all_the_same(
    make: MakeArticle, stored: MakeCandidate, harbor: str, publisher: str | None
) -> None:
    known = stored(make("Market closes", harbor, publisher="Quay Courier"))
    later = make("Market closes", harbor.replace("3,100", "3,400"), publisher=publisher)
    assert isinstance(decided(later, known, policy=OFF), Revision)


def test_an_id_is_never_one_that_is_taken_by_another_masthead(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    copy = make("Market closes", harbor, publisher="Isle Post", url="https://isle.example/1")
    known = stored(make("Market closes", harbor, publisher="Quay Courier"))
    decision = decided(copy, known, policy=OFF)
    assert isinstance(decision, Related)
    assert decision.entry_id == mint(copy) != known.entry_id == mint_from_text(copy)
    assert str(mint_copy(make("A", "b c", publisher="D"))) == "eba12129-8b8e-5706-aff1-942ec61d8603"


def test_nothing_in_common_is_just_new(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    article = make("Hope fades", TWO)
    assert decided(article, stored(make("Market closes", harbor))) == New(entry_id=mint(article))
