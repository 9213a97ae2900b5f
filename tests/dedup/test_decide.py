"""Claims about what becomes of an article, given what is stored."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.dedup import decide, fingerprint, mint, supersedes
from feedsvc.dedup.decide import MAX_COMPARED
from feedsvc.dedup.identity import mint_from_text
from feedsvc.dedup.verdict import Verdict
from feedsvc.model import Article, Candidate, Decision, Duplicate, New, Revision, RevisionKind

MakeArticle = Callable[..., Article]
MakeCandidate = Callable[..., Candidate]

WEATHER = (
    "The forecast for the coast on {day}: highs of {high} degrees and lows of {low}, with winds "
    "of {wind} knots from the {side}. The sea is expected to be moderate. Small craft should stay "
    "near the shore. The tide turns at {hour} in the morning. This report is issued every day at "
    "six by the coastal office and read on the radio after the news. Do not rely on it in a storm."
)


def weather(**values: object) -> str:
    return WEATHER.format(**values)


def decided(article: Article, *known: Candidate) -> Decision:
    return decide(article, fingerprint(article), known)


def test_with_nothing_stored_an_article_is_new_under_its_own_id(
    make: MakeArticle, harbor: str
) -> None:
    article = make("Market closes", harbor)
    assert decided(article) == New(entry_id=mint(article))


def test_the_same_words_are_a_duplicate(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    known = stored(make("Market closes", harbor))
    copy = make("MARKET CLOSES", harbor.replace('"', "“"))
    decision = decided(copy, known)
    assert isinstance(decision, Duplicate)
    assert (decision.of, decision.similarity) == (known.entry_id, 1.0)


def test_few_equal_words_at_two_addresses_are_no_evidence(
    make: MakeArticle, stored: MakeCandidate
) -> None:
    known = stored(make("Gallery", "Please enable scripts.", url="https://a.example/one"))
    other = make("Gallery", "Please enable scripts.", url="https://a.example/two")
    assert decided(other, known) == New(entry_id=mint(other))
    unnamed = make("Gallery", "Please enable scripts.")
    assert isinstance(decided(unnamed, known), Duplicate)


def test_another_story_is_new_even_as_a_candidate(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    article = make("Early pears", orchard)
    assert decided(article, stored(make("Market closes", harbor))) == New(entry_id=mint(article))


def test_a_copy_in_other_boilerplate_is_no_material_change(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    known = stored(make("Market closes", harbor))
    again = make("Market closes", "home news weather\n\n" + harbor + "\n\nshare this page")
    decision = decided(again, known)
    assert isinstance(decision, Revision)
    assert decision.of == known.entry_id
    assert decision.kind is not RevisionKind.MATERIAL


def test_a_changed_number_is_a_material_revision(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    known = stored(make("Market closes", harbor))
    decision = decided(make("Market closes", harbor.replace("3,100", "4,700")), known)
    assert isinstance(decision, Revision)
    assert (decision.kind, decision.supersedes) == (RevisionKind.MATERIAL, True)
    assert "numbers changed: 3,100 → 4,700" in decision.change


def test_a_truncated_copy_is_history_and_never_replaces_the_whole(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    known = stored(make("Market closes", harbor))
    cut = make("Market closes", harbor[:500], truncated=True)
    decision = decided(cut, known)
    assert isinstance(decision, Revision)
    assert (decision.of, decision.supersedes) == (known.entry_id, False)


def test_a_copy_in_another_paper_is_a_duplicate(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    known = stored(make("Market closes", harbor, publisher="The Ellery Post"))
    copy = make("Fish market to shut", harbor + "\n\n(Agency)", publisher="Coast Courier")
    decision = decided(copy, known)
    assert isinstance(decision, Duplicate)
    assert "also at Coast Courier" in decision.evidence


def test_serial_reports_stay_apart(make: MakeArticle, stored: MakeCandidate) -> None:
    monday = weather(day="Monday", high=14, low=6, wind=12, side="west", hour="4:10")
    tuesday = weather(day="Tuesday", high=19, low=9, wind=22, side="south", hour="5:02")
    article = make("Coastal forecast", tuesday)
    assert decided(article, stored(make("Coastal forecast", monday))) == New(entry_id=mint(article))


def test_pages_of_one_template_stay_apart(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    template = " ".join(f"menu{n} entry" for n in range(300))
    known = stored(make("", f"{template}\n\n{harbor}"))
    assert isinstance(decided(make("", f"{template}\n\n{orchard}"), known), New)


def test_a_page_that_keeps_its_address_is_a_revision_even_if_much_is_new(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    url = "https://news.example/live"
    known = stored(make("Market", harbor, url=url))
    decision = decided(make("Market", f"{harbor[:420]}\n\n{orchard}", url=f"{url}?utm_id=2"), known)
    assert isinstance(decision, Revision)
    assert decision.of == known.entry_id


def test_an_address_that_is_used_again_for_another_story_gets_an_id_from_the_text(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    url = "https://news.example/today"
    known = stored(make("Market", harbor, url=url))
    article = make("Pears", orchard, url=url)
    assert decided(article, known) == New(entry_id=mint_from_text(article))


def test_the_most_similar_candidate_wins_in_any_order(
    make: MakeArticle, stored: MakeCandidate, harbor: str
) -> None:
    near = stored(make("Market closes", harbor), UUID(int=1))
    far = stored(make("Market closes", harbor[: len(harbor) * 3 // 4] + " and more"), UUID(int=2))
    article = make("Market closes", harbor + "\n\nshare this page")
    for known in ([near, far], [far, near]):
        decision = decided(article, *known)
        assert isinstance(decision, Revision)
        assert decision.of == near.entry_id


@pytest.mark.parametrize("versions", [1, 5])
def test_an_article_that_is_surely_two_entries_joins_them_into_the_oldest(
    make: MakeArticle, stored: MakeCandidate, harbor: str, versions: int
) -> None:
    early = stored(make("", harbor), UUID(int=9), versions=versions)
    late = replace(
        stored(make("", harbor + "\n\nshare this page"), UUID(int=1), versions=versions),
        first_seen=early.first_seen + timedelta(days=1),
    )
    decision = decided(make("", "Front page\n\n" + harbor), late, early)
    assert isinstance(decision, Revision)
    assert (decision.of, decision.joins) == (early.entry_id, (late.entry_id,))


@pytest.mark.parametrize(("versions", "joins"), [(1, True), (2, False)])
def test_a_less_sure_entry_joins_only_if_it_has_one_version(
    make: MakeArticle, stored: MakeCandidate, harbor: str, versions: int, *, joins: bool
) -> None:
    sure = stored(make("", harbor), UUID(int=1), versions=5)
    unsure = stored(make("", harbor), UUID(int=2), versions=versions)
    scores = iter([9.0, 3.0])
    verdict = Verdict(score=0, similarity=0.5, reason="")
    module = import_module("feedsvc.dedup.decide")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "judge", lambda *_: replace(verdict, score=next(scores)))
        decision = decided(make("", harbor + "\n\nshare this page"), sure, unsure)
    assert isinstance(decision, Revision)
    assert decision.of == sure.entry_id
    assert decision.joins == ((unsure.entry_id,) if joins else ())


def test_of_several_versions_of_an_entry_the_best_one_counts(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    known = [stored(make("", text), UUID(int=1)) for text in (orchard, harbor)]
    decision = decided(make("", harbor + "\n\nshare this page"), *known)
    assert isinstance(decision, Revision)
    assert (decision.of, decision.joins) == (UUID(int=1), ())


@pytest.mark.parametrize(("others", "attaches"), [(-1.0, True), (-9.0, False)])
def test_a_version_that_is_not_quite_sure_can_be_outvoted_by_the_rest_of_its_entry(
    make: MakeArticle,
    stored: MakeCandidate,
    harbor: str,
    monkeypatch: pytest.MonkeyPatch,
    others: float,
    *,
    attaches: bool,
) -> None:
    known = [stored(make("", f"{harbor} {number}"), UUID(int=1), versions=3) for number in range(3)]
    scores = iter([3.0, others, others])
    verdict = Verdict(score=0, similarity=0.5, reason="")
    module = import_module("feedsvc.dedup.decide")
    monkeypatch.setattr(module, "judge", lambda *_: replace(verdict, score=next(scores)))
    assert isinstance(decided(make("", harbor), *known), Revision) is attaches


def test_an_entry_with_many_versions_does_not_hide_another(
    make: MakeArticle, stored: MakeCandidate, harbor: str, orchard: str
) -> None:
    crowd = [
        stored(make("", f"{harbor}\n\n{orchard}\n\nEdition {number}"), UUID(int=1))
        for number in range(60)
    ]
    other = stored(make("", harbor), UUID(int=2))
    decision = decided(make("", harbor + "\n\nshare this page"), *crowd, other)
    assert isinstance(decision, Revision)
    assert UUID(int=2) in {decision.of, *decision.joins}


def test_a_crowd_of_candidates_is_compared_to_a_bound(
    make: MakeArticle,
    stored: MakeCandidate,
    harbor: str,
    orchard: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = import_module("feedsvc.dedup.decide")
    compared: list[object] = []
    compare = module.compare
    monkeypatch.setattr(module, "compare", lambda *pair: compared.append(pair) or compare(*pair))
    known = [stored(make("", f"{orchard} {number}"), UUID(int=number)) for number in range(1, 60)]
    assert isinstance(decided(make("", harbor), *known), New)
    assert len(compared) == MAX_COMPARED


def test_the_later_version_supersedes_unless_the_publisher_says_otherwise(
    make: MakeArticle,
) -> None:
    early, late = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    assert supersedes(make(), make())
    assert supersedes(make(published=late), make(published=early))
    assert supersedes(make(published=early), make(published=early))
    assert not supersedes(make(published=early), make(published=late))
    assert supersedes(make(published=early), make())
    assert supersedes(make(published=early, modified=late), make(published=early))
    assert not supersedes(make(published=late), make(published=early, modified=late.replace(day=9)))
    assert not supersedes(make(truncated=True), make())
    assert supersedes(make(truncated=True), make(truncated=True))


@given(st.text(), st.text(), st.none() | st.text(), st.data())
def test_any_stored_article_is_its_own_duplicate(
    title: str, text: str, url: str | None, data: st.DataObject
) -> None:
    article = Article(title=title, text=text, content="", url=url)
    mark = fingerprint(article)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    known = Candidate(
        entry_id=mint(article), article=article, fingerprint=mark, first_seen=when, versions=1
    )
    decision = decide(article, mark, [known])
    assert decision == Duplicate(of=known.entry_id, similarity=1.0, evidence="the same words")


@given(st.permutations(range(6)), st.integers(0, 5))
def test_the_decision_does_not_depend_on_the_candidates_order(
    order: list[int], chosen: int
) -> None:
    source = random.Random(7)
    vocabulary = [f"word{number}" for number in range(40)]
    texts = [" ".join(source.choices(vocabulary, k=120)) for _ in range(3)]
    texts += [text + " and some more" for text in texts]
    known = []
    for number, text in enumerate(texts):
        article = Article(title="", text=text, content="")
        when = datetime(2026, 1, 1, tzinfo=UTC)
        mark = fingerprint(article)
        known.append(
            Candidate(
                entry_id=UUID(int=number),
                article=article,
                fingerprint=mark,
                first_seen=when,
                versions=1,
            )
        )
    article = Article(title="", text=texts[chosen] + " at the end", content="")
    mark = fingerprint(article)
    assert decide(article, mark, known) == decide(article, mark, [known[n] for n in order])
