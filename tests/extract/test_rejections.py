"""What is an article although something about its page speaks against it."""

from feedsvc.extract import extract
from feedsvc.model import MediaType, Record, Refined, Rejected

STORY = "The keeper of the bell tower climbed the stairs at dawn and rang for the fishing fleet. "
CONSENT = "We use cookies and our partners store your consent to process personal data. "


def outcome(text: str) -> Refined | Rejected:
    return extract(Record(position=0, media_type=MediaType.PLAIN, text=text, encoding="utf-8"))


def test_a_page_that_lost_its_line_ends_keeps_its_story() -> None:
    found = outcome(
        f"Bells of Osk Menu Sign in {STORY * 12} © 2025 Osk Courier. All rights reserved."
    )
    assert isinstance(found, Refined)
    assert STORY.strip() in found.article.text


def test_a_long_consent_box_does_not_cost_a_story() -> None:
    box = "\n".join([CONSENT.strip()] * 5)
    story = "\n\n".join(STORY.strip().replace("dawn", f"{hour} o'clock") for hour in range(3, 7))
    found = outcome(f"{box}\n\nThe keeper rings again\n\n{story}")
    assert isinstance(found, Refined)
    assert "cookies" not in found.article.text


def test_a_consent_box_with_a_sentence_is_no_article() -> None:
    assert isinstance(outcome("\n".join([CONSENT.strip()] * 12) + f"\n\n{STORY}"), Rejected)
