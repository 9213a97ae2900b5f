"""Claims about the verdict on two texts and its reasons."""

import math
from dataclasses import replace

import pytest

from feedsvc.dedup import DedupPolicy
from feedsvc.dedup.comparison import compare
from feedsvc.dedup.reading import read
from feedsvc.dedup.verdict import NEVER, judge, weigh

TABLE = "\n".join(f"{place} Rider {place * 7} of team {place % 5}" for place in range(1, 60))


def score(one: str, other: str) -> float:
    return judge(compare(read(one), read(other)), DedupPolicy()).score


def test_points_add_up_to_the_score_so_that_it_can_be_explained(harbor: str) -> None:
    facts = compare(read(harbor), read(harbor[:900]))
    verdict = judge(facts, DedupPolicy())
    assert math.isclose(sum(weigh(facts).values()), verdict.score)
    assert verdict.similarity == facts.contained


def test_the_reason_says_what_speaks_for_and_against_in_words(harbor: str, orchard: str) -> None:
    mixed = f"{harbor[:420]}\n\n{orchard}"
    reason = judge(compare(read(harbor), read(mixed)), DedupPolicy()).reason
    speaks_for, against = reason.split("; but ")
    assert "% of one text is in the other, none of the words replaced" in speaks_for
    assert "only in one of them" in against
    assert "(s)" not in reason
    assert "{" not in reason


def test_most_of_both_in_one_unbroken_passage_needs_less(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = compare(read(TABLE), read(f"Agency\n\n{TABLE}"))
    for score, is_enough in ((1.4, False), (1.6, True), (5.0, True)):
        monkeypatch.setattr("feedsvc.dedup.verdict.weigh", lambda _, score=score: {"": score})
        assert (judge(facts, DedupPolicy()).score >= DedupPolicy().min_score) is is_enough
        changed = replace(facts, replaced=0.1)
        assert judge(changed, DedupPolicy()).score == score


def test_few_common_words_never_merge(orchard: str) -> None:
    teaser = "Growers in the Lomas valley began picking pears three weeks early, they said."
    verdict = judge(compare(read(teaser), read(orchard)), DedupPolicy())
    assert verdict.score == NEVER
    assert verdict.reason == "only 11 words of sentences in common"


def test_a_teaser_of_a_longer_text_never_merges(orchard: str) -> None:
    teaser = orchard[: orchard.index("The cooperative")]
    verdict = judge(compare(read(teaser), read(orchard)), DedupPolicy())
    assert verdict.score == NEVER
    assert "a small part of the longer text" in verdict.reason


def test_menus_alone_never_merge(harbor: str, orchard: str) -> None:
    menu = " ".join(f"menu{number} entry" for number in range(300))
    assert score(f"{menu}\n\n{harbor}", f"{menu}\n\n{orchard}") == NEVER


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4.2 million", "5.1 million"),
        ("Tomas Brandt", "Lena Brandt"),
        ("Most of them refused", "Few of them agreed"),
    ],
)
def test_a_version_with_small_changes_is_the_same_with_room_to_spare(
    harbor: str, old: str, new: str
) -> None:
    assert score(harbor, harbor.replace(old, new)) > DedupPolicy().min_score + 1


def test_another_story_is_surely_another(harbor: str, orchard: str) -> None:
    assert score(harbor, orchard) < 0
