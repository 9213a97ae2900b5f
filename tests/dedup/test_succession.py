"""Claims about what a version means for the one that subscribers see."""

from datetime import UTC, datetime
from typing import Any

from feedsvc.dedup import measured_against
from feedsvc.dedup.identity import mint, mint_version
from feedsvc.model import Article, Revision, RevisionKind

OLD = "The council voted to close the market. Repairs would cost 4 million, said Tomas Brandt."
NEW = OLD.replace("4 million", "7 million")


def article(text: str, hour: int | None = None) -> Article:
    moment = datetime(2026, 3, 9, hour, tzinfo=UTC) if hour is not None else None
    return Article(title="Market closes", text=text, content="", published=moment)


def decision(**changes: Any) -> Revision:
    given: dict[str, Any] = {"kind": RevisionKind.MATERIAL, "supersedes": True, **changes}
    return Revision(of=mint(article(OLD)), similarity=0.9, evidence="the same address", **given)


def test_what_differs_from_an_old_version_only_is_no_change_for_a_subscriber() -> None:
    """The version that is most alike may be an older one: what they see now has the number too."""
    found = measured_against(decision(change="numbers changed"), article(NEW + "!"), article(NEW))
    assert found.kind is not RevisionKind.MATERIAL
    assert "numbers" not in found.change


def test_a_version_between_two_known_ones_that_arrives_late_is_history() -> None:
    """It is later than the version it is most alike, and older than the one that is shown."""
    found = measured_against(decision(), article(OLD, hour=9), article(NEW, hour=10))
    assert found.kind is RevisionKind.MATERIAL
    assert not found.supersedes


def test_a_change_since_the_shown_version_takes_over() -> None:
    cosmetic = decision(kind=RevisionKind.COSMETIC, supersedes=False)
    found = measured_against(cosmetic, article(NEW, hour=10), article(OLD, hour=9))
    assert (found.kind, found.supersedes) == (RevisionKind.MATERIAL, True)
    assert found.change == "numbers changed: 4 → 7"
    assert (found.of, found.evidence) == (cosmetic.of, cosmetic.evidence)


def test_the_id_of_a_version_is_made_from_its_words_alone() -> None:
    one, other = mint(article(OLD)), mint(article(NEW))
    ids = {mint_version(entry, words) for entry in (one, other) for words in ("a", "b")}
    assert len(ids) == 4
    assert mint_version(one, "a") == mint_version(one, "a")
    assert str(mint_version(mint(article("x")), "a")) == "e0c0ecd1-d2b4-5430-99c5-d430b670a5c9"
