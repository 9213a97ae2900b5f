# ruff: noqa: E501 -- a dump has long lines
"""A dump in the shape of the first one: doubled headline, glued credits, second captions."""

from datetime import UTC, datetime

from feedsvc.extract import extract
from feedsvc.formats import read
from feedsvc.model import Article, Label, Record, Refined, Rejected, RejectionReason
from feedsvc.summarize import summarize

DUMP = """\
close
close

first Drop

Com QX NOw News 2023

Is the Old Lighthouse of Farne Really for Sale?
news

Is the Old Lighthouse of Farne Really for Sale?

ANNA BERG/AFP visitors climb the stairs of the old lighthouse during an open day in Farne on May 3, 2019ANNA BERG/AFP

The council says that nobody has offered to buy the tower (file photo)

The old lighthouse is a tower of around 40 metres, a harbor official told the Gazette. The latest letter suggests that a buyer from the mainland is close to signing.

So far the Gazette has seen no sign of a contract, and council speaker Dora Lind has dismissed the talk of a sale.

“These are not just rumors from the pub, they are also rumors from the bakery,” she said.

    TOM HALE/POOL/Reuters Mayor Greta Holm and the keeper Olaf Ness wave from the gallery of the lighthouse on June 19, 2023 TOM HALE/POOL/Reuters

Holm and Ness waved at the crowd on June 19

In June, the mayor praised a “quiet and useful” tower.

It has cost the town 1.28 million crowns since December 2020, and the roof is still open.

“I rule out that it is sold before the winter.”

The keeper is not alone in this thought.

LNA/EPA The lamp of the lighthouse is cleaned at a secret hour in Farne, September 11, 2022LNA/EPA

It is unclear how the keeper would live without his tower

For the mayor there is an urgent need to make up for the losses of the ferry.

However, if the letters from the mainland are confirmed, the idea of a hotel in the tower seems less alarming to Greta Holm.

Additional reporting by Paula Kerr, Kim Ong and Nils Marr.
"""


def refined(text: str) -> Refined:
    (record,) = read(text.encode())
    assert isinstance(record, Record)
    found = extract(record)
    assert isinstance(found, Refined)
    return found


def article() -> Article:
    return refined(DUMP).article


def test_the_headline_stands_once_with_its_question_mark() -> None:
    found = article()
    assert found.title == "Is the Old Lighthouse of Farne Really for Sale?"
    assert found.title not in found.text


def test_the_body_is_the_story_from_first_to_last_sentence() -> None:
    text = article().text
    assert text.startswith("The old lighthouse is a tower of around 40")
    assert text.endswith("a hotel in the tower seems less alarming to Greta Holm.")


def test_no_caption_and_no_junk_is_in_the_body() -> None:
    text = article().text
    for junk in (
        "AFP", "Reuters", "LNA", "(file photo)", "Holm and Ness waved", "without his tower", "close\n", "first Drop", "News 2023", "news\n", "Additional",
    ):  # fmt: skip
        assert junk not in text
    assert "In June, the mayor praised" in text


def test_those_who_helped_are_contributors_and_nobody_is_the_author() -> None:
    found = article()
    assert found.contributors == ("Paula Kerr", "Kim Ong", "Nils Marr")
    assert found.authors == ()


def test_section_language_and_no_date() -> None:
    found = article()
    assert found.categories == ("news",)
    assert found.language == "en"
    assert found.published is None
    assert found.modified is None
    assert not found.truncated


def test_the_summary_is_the_start_of_the_story() -> None:
    summary = summarize(article())
    assert summary.startswith("The old lighthouse is a tower")
    assert summary.endswith("close to signing.")
    assert len(summary) <= 300


def test_every_line_is_labeled_with_a_reason() -> None:
    lines = refined(DUMP).lines
    assert [line.number for line in lines] == list(range(1, DUMP.count("\n") + 2))
    assert all(line.reason and 0 < line.confidence <= 1 for line in lines)
    by_text = {line.text[:12]: line.label for line in lines}
    assert by_text["close"] is Label.NAVIGATION
    assert by_text["Com QX NOw N"] is Label.PUBLISHER
    assert by_text["news"] is Label.SECTION
    assert by_text["ANNA BERG/AF"] is Label.CAPTION
    assert by_text["Holm and Nes"] is Label.CAPTION
    assert by_text["Additional r"] is Label.CONTRIBUTORS
    assert by_text[""] is Label.BLANK


def test_every_field_has_evidence_that_points_to_its_lines() -> None:
    found = refined(DUMP)
    for evidence in found.article.evidence:
        assert evidence.rule
        assert all(1 <= number <= len(found.lines) for number in evidence.lines)
    fields = {evidence.field for evidence in found.article.evidence}
    assert {"title", "text", "language", "contributors", "categories"} <= fields


def test_the_content_is_the_same_words_as_escaped_html() -> None:
    found = refined(DUMP.replace("the roof is still open", "a<b & c is <i>still</i> open"))
    assert "a&lt;b &amp; c is &lt;i&gt;still&lt;/i&gt; open" in found.article.content
    assert found.article.content.count("<p>") == found.article.text.count("\n\n") + 1


def test_what_is_no_article_is_rejected_with_a_reason() -> None:
    menu = "\n".join(f"Section {word}" for word in "abcdefghijklmnopqrstuvwxyz" * 4)
    for text, reason in (
        ("Hello there.", RejectionReason.TOO_SHORT),
        (menu, RejectionReason.LINK_LIST),
    ):
        (record,) = read(text.encode())
        assert isinstance(record, Record)
        found = extract(record)
        assert isinstance(found, Rejected)
        assert found.reason is reason
        assert found.detail
        assert found.lines


def test_extraction_reads_no_clock() -> None:
    dated = DUMP.replace("news\n", f"news\nPublished {datetime.now(UTC):%d %B} 2019 10:00\n")
    first, second = refined(dated), refined(dated)
    assert first == second
