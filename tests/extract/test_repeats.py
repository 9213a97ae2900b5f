"""What a publisher repeats is no story, and what is only repeated by chance stays."""

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import extract, without_repeats
from feedsvc.extract.repeats import MAX_HASHES, line_hash
from feedsvc.model import Label, MediaType, Record, Refined

LEAD = "The lock at Grauwinkel stayed shut on Monday because its gate had warped in the heat."
STORY = [
    "Eleven barges waited on the upper side, most of them loaded with gravel for the new quay.",
    "The harbor master said that a diver would look at the hinges before the end of the week.",
    "Two skippers turned back to the river and unloaded at the mill, which charges by the hour.",
    "The canal board had put off the repair twice, once for money and once for a festival.",
]
BOX = "Our letter from the water comes every Friday and costs you nothing but a little patience."


def _page(*paragraphs: str) -> Record:
    text = "\n\n".join(("Lock shut for a week", *paragraphs))
    return Record(position=0, media_type=MediaType.PLAIN, text=text, encoding="utf-8")


def _read(record: Record, repeats: dict[int, int] | None = None) -> Refined:
    found = extract(record, repeats=repeats or {})
    assert isinstance(found, Refined), found
    return found


def test_a_line_that_another_article_has_is_no_story_and_says_so() -> None:
    page = _page(LEAD, *STORY[:3], BOX, STORY[3])
    assert BOX in _read(page).article.text
    found = _read(page, {line_hash(BOX): 3})
    assert BOX not in found.article.text
    assert BOX[:20] not in found.article.content
    assert all(paragraph in found.article.text for paragraph in (LEAD, *STORY))
    (line,) = (line for line in found.lines if line.text == BOX)
    assert line.label is Label.REPEATED
    assert line.reason == "it also stands in 3 other articles of the publisher"


def test_the_first_sentences_stay_since_other_pages_have_them_as_a_teaser() -> None:
    page = _page(LEAD, *STORY)
    assert LEAD in _read(page, {line_hash(LEAD): 9}).article.text


def test_a_page_that_repeats_most_of_itself_is_a_serial_report_and_stays_whole() -> None:
    page = _page(LEAD, *STORY)
    known = {line_hash(paragraph): 5 for paragraph in (LEAD, *STORY)}
    assert _read(page, known).article == _read(page).article


def test_what_is_not_on_the_page_changes_nothing() -> None:
    page = _page(LEAD, *STORY)
    assert _read(page, {line_hash("Something else altogether"): 9}) == _read(page)


def test_a_page_tells_the_hashes_of_its_story_apart_from_the_rest() -> None:
    record = _page(LEAD, *STORY, "Subscribe to our newsletter", "Ok")
    found = _read(record).hashes
    assert set(found.story) == set(map(line_hash, (LEAD, *STORY)))
    assert line_hash("Subscribe to our newsletter") in found.other
    assert line_hash("Ok") not in found.other, "short lines are common by chance"


def test_a_long_page_has_so_many_hashes_and_no_more() -> None:
    lines = [f"The barge of skipper number {n} waited for the lock to open." for n in range(1000)]
    found = _read(_page(*lines)).hashes
    assert len(found.story) + len(found.other) == MAX_HASHES


def test_a_line_is_the_same_whatever_its_typography() -> None:
    assert line_hash("Our  LETTER, from the water!") == line_hash("our letter from the water")
    assert line_hash(BOX) == -4677591120133844805, "it is stored: it never changes"


@given(st.lists(st.text(alphabet="ab \n.", max_size=8), max_size=8), st.data())
def test_a_text_without_repeats_has_the_other_paragraphs_in_order(
    paragraphs: list[str], data: st.DataObject
) -> None:
    whole = "\n\n".join(part.replace("\n", " ") for part in paragraphs)
    parts = whole.split("\n\n")
    known = {line_hash(part): 1 for part in parts if data.draw(st.booleans())}
    kept = without_repeats(whole, known)
    assert kept == "\n\n".join(part for part in parts if line_hash(part) not in known)
    assert without_repeats(whole, {}) == whole
