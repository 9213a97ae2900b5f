"""What is known of a page's blocks, and what the judge makes of it."""

import numpy as np
import pytest
from lxml.html import fromstring

from feedsvc.extract import ExtractPolicy, extract
from feedsvc.extract.html import judge as judging
from feedsvc.extract.html.blocks import Block, flatten
from feedsvc.extract.html.cut import first_cut, shares
from feedsvc.extract.html.evidence import Known, measure
from feedsvc.extract.html.judge import Judge, JudgePolicy
from feedsvc.extract.html.network import shipped
from feedsvc.extract.html.reading import HtmlPage, read_page
from feedsvc.extract.html.tree import parse
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.page import lines_of
from feedsvc.extract.tagger import judge as tag
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import Label, MediaType, Record, Refined, Rejected, RejectionReason

SENTENCES = (
    "The old ferry left the harbor for the last time on Tuesday morning, with the band on deck.",
    "Its captain, who had steered it for thirty years, said that he would miss its smell.",
    "A new one, with room for eighty cars and without any brass, is to arrive in the spring.",
)
WITHOUT_CUT = JudgePolicy(min_words=0)
STORY = "".join(f"<p>{text}</p>" for text in SENTENCES)
MENU = "<nav><a href=/>Home</a></nav><ul class=menu><li><a href=/a>News<li><a href=/b>Sport</ul>"


def blocks_of(page: str) -> list[Block]:
    root = parse(page)
    assert root is not None
    return flatten(root).blocks


def cut_of(page: str) -> str:
    root = parse(page)
    assert root is not None
    return first_cut(root).text


def read(page: str) -> HtmlPage:
    found = read_page(Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8"))
    assert isinstance(found, HtmlPage)
    return found


def label_of(page: HtmlPage, words: str) -> Label:
    return next(line.label for line in page.explained() if words in line.text)


def reason_of(page: HtmlPage, words: str) -> str:
    return next(line.reason for line in page.explained() if words in line.text)


def test_a_nav_that_was_never_closed_does_not_decide() -> None:
    page = read(f"<body><nav><a href=/>Home</a><h1>The last ferry</h1>{STORY * 2}</body>")
    assert "nav element" not in reason_of(page, "old ferry")


def test_what_stands_in_a_nav_beside_a_story_is_navigation() -> None:
    told = "A short word on the shop, which is open all week and sells what the boats bring in."
    nav = f"<nav><p>{told}</p></nav>"
    page = read(f"<body>{nav}<article><h1>The last ferry</h1>{STORY}</article></body>")
    assert label_of(page, "open all week") is Label.NAVIGATION


# ------------------------------------------------------------------ the first cut


def test_the_cut_has_the_story_and_not_the_menu() -> None:
    cut = cut_of(f"<body>{MENU}<article>{STORY}</article></body>")
    assert all(text in cut for text in SENTENCES)
    assert "Sport" not in cut


def test_the_cut_of_one_page_does_not_depend_on_another() -> None:
    page = f"<body><article>{STORY}</article></body>"
    assert cut_of(page) == cut_of(page) != ""


@pytest.mark.parametrize("page", ["<p>", "<html></html>", "<body>" + "<div>" * 800])
def test_a_page_without_text_has_an_empty_cut(page: str) -> None:
    assert cut_of(page) == ""


def test_an_extractor_that_fails_has_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in it")

    monkeypatch.setattr("feedsvc.extract.html.cut.bare_extraction", fail)
    assert cut_of(f"<body><article>{STORY}</article></body>") == ""


def test_a_line_is_in_the_cut_whole_in_part_or_not() -> None:
    cut = "One two three four five six.\nShort."
    lines = lines_of(["One two three four five six.", "two three four five nine ten", "Short.",
                      "Other.", "seven eight nine ten", ""])  # fmt: skip
    assert shares(lines, cut) == [1.0, pytest.approx(1 / 3), 1.0, 0.0, 0.0, 0.0]
    assert shares(lines, "") == [0.0] * 6


# ------------------------------------------------------------------ evidence


def known(page: str, *, headline: int | None = None, told: bool = False) -> Known:
    blocks = blocks_of(page)
    lines = lines_of(block.text for block in blocks)
    cut = [1.0 if line.ends else 0.0 for line in lines]
    return Known(
        blocks, lines, tag([line.text for line in lines]), {}, None, cut,
        cut if told else None, headline,
    )  # fmt: skip


@pytest.mark.parametrize("page", ["", "<p>x</p>", f"<h1>A</h1>{STORY}", "<p>?!</p><p>…</p>"])
@pytest.mark.parametrize("told", [False, True])
def test_each_block_is_a_row_of_moderate_numbers(page: str, told: bool) -> None:
    rows = measure(known(f"<body>{page}</body>", told=told))
    assert rows.shape[0] == len(blocks_of(f"<body>{page}</body>"))
    assert np.isfinite(rows).all()
    assert (np.abs(rows) < 12).all()


def test_the_rows_fit_the_shipped_networks() -> None:
    rows = measure(known(f"<h1>The ferry</h1>{STORY}", headline=0))
    assert {network["own"].weight.shape[1] for network in shipped()} == {rows.shape[1]}


def test_what_is_above_the_headline_is_told_from_what_is_below() -> None:
    page = f"<p>Local</p><h1>The ferry</h1>{STORY}"
    with_it, without = measure(known(page, headline=1)), measure(known(page))
    different = np.flatnonzero((with_it != without).any(axis=0))
    assert len(different) == 3
    assert (with_it[0, different] != with_it[2, different]).any()


# ------------------------------------------------------------------ the judge


def opinions(odds: list[float], verdicts: dict[int, Verdict], monkeypatch: pytest.MonkeyPatch,
             policy: JudgePolicy = WITHOUT_CUT) -> list[bool]:  # fmt: skip
    page = f"<body>{STORY}</body>"
    blocks = blocks_of(page)
    labeling = Labeling(lines_of(block.text for block in blocks), "en")
    labeling.verdicts.update(verdicts)
    monkeypatch.setattr(judging, "odds", lambda *_: np.array(odds, np.float32))
    judge = Judge(blocks, [0.0, 1.0, 0.0], None, None, policy)
    return [opinion.kept for opinion in judge(labeling, None)]


def test_the_odds_decide_and_a_rule_loses_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    menu = {0: Verdict(Label.NAVIGATION, 0.9, "a menu")}
    assert opinions([1.0, -1.0, 0.5], menu, monkeypatch) == [True, False, True]


def test_a_caption_needs_better_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    caption = {0: Verdict(Label.CAPTION, 0.7, "like a caption")}
    assert opinions([1.0, 1.0, 1.0], caption, monkeypatch) == [False, True, True]
    assert opinions([4.0, 1.0, 1.0], caption, monkeypatch) == [True, True, True]


@pytest.mark.parametrize("label", [Label.CAPTION, Label.CREDIT, Label.RELATED])
def test_what_is_certain_is_never_story(label: Label, monkeypatch: pytest.MonkeyPatch) -> None:
    certain = {0: Verdict(label, 0.98, "the tree says so")}
    assert opinions([9.0, 1.0, 1.0], certain, monkeypatch) == [False, True, True]


def test_a_link_that_is_only_likely_a_related_one_is_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doubtful = {0: Verdict(Label.RELATED, 0.7, "like a link")}
    assert opinions([1.0, 1.0, -1.0], doubtful, monkeypatch) == [True, True, False]


def test_where_the_network_finds_no_story_the_cut_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opinions([-9.0] * 3, {}, monkeypatch, JudgePolicy()) == [False, True, False]


# ------------------------------------------------------------------ whole pages


def test_a_title_that_stands_only_below_the_story_does_not_end_it() -> None:
    head = "<title>The last ferry</title><meta property=og:title content='The last ferry'>"
    page = read(f"{head}<body>{STORY}<div><p>The last ferry</p></div></body>")
    assert label_of(page, "thirty years") is Label.BODY


def test_of_two_copies_of_the_title_the_one_over_the_story_is_the_headline() -> None:
    head = "<title>The last ferry sails</title>"
    page = read(
        f"{head}<body><h3>The last ferry sails</h3>{STORY}<h1>The last ferry sails</h1></body>"
    )
    assert label_of(page, "thirty years") is Label.BODY
    assert page.labeled.headline is not None
    assert page.labeled.headline.index == 0


def test_a_button_that_was_never_closed_does_not_hide_the_page() -> None:
    page = f"<body><header><button>Menu<div><article><h1>The ferry</h1>{STORY * 7}</article></body>"
    found = extract(Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8"))
    assert isinstance(found, Refined)


def test_a_related_link_inside_the_story_is_left_out() -> None:
    link = "<div class=related-link><a href=/2>Why the ferry is never on time</a></div>"
    page = read(f"<body><article><h1>The ferry</h1>{STORY}{link}{STORY}</article></body>")
    assert label_of(page, "never on time") is Label.RELATED


@pytest.mark.parametrize(
    "hostile",
    [
        f"<p class='{'a ' * 200_000}'>x</p>",
        f"<p style='{'display' * 100_000}:none'>x</p>",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x</p>",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><p>&b;&b;</p>',
        "<p>" + "&amp;amp;" * 500 + "</p>",
        "<img srcset='" + "x 1w, " * 50_000 + "'>",
        "<svg>" * 900 + "<script>alert(1)</script>",
        "<table><tr><td>" * 300 + "x",
        "<time datetime='" + "9" * 100_000 + "'>x</time>",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        "<script type='application/ld+json'>" + '{"@graph":' * 5_000 + "</script>",
        "<meta name=author content='" + "by " * 100_000 + "'>",
        "<a rel=author>" + "a b " * 500 + "</a>",
    ],
    ids=range(13),
)  # fmt: skip
def test_a_hostile_part_neither_breaks_nor_hides_a_page(hostile: str) -> None:
    page = f"<body><h1>The ferry</h1><article>{STORY}</article><div>{hostile}</div></body>"
    record = Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8")
    found = extract(record)
    assert isinstance(found, Refined)
    assert SENTENCES[0] in found.article.text


@pytest.mark.parametrize(
    "hostile",
    [
        "<a href='java\nscript:alert(1)'>{}</a>",
        "<a href=' javascript:alert(1)'>{}</a>",
        "<a href=/ok onmouseover=alert(1) style='background:url(//x)'>{}</a>",
        "{}<img src=x onerror=alert(1) srcset='//evil.example/x.png 2x'>",
        "{}<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>y</a></svg>",
        "{}<iframe src=//evil.example></iframe><object data=//evil.example></object>",
        "{}<math><mtext><style><img src=x onerror=alert(1)></style></math>",
        "{}<form action=//evil.example><input value=x></form>",
    ],
)
def test_nothing_that_runs_or_asks_comes_through(hostile: str) -> None:
    inside = hostile.replace("{}", SENTENCES[1])
    page = f"<body><h1>The ferry</h1><article><p>{SENTENCES[0]}</p><p>{inside}</p>{STORY}</article>"
    record = Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8")
    found = extract(record)
    assert isinstance(found, Refined)
    assert SENTENCES[1] in found.article.text
    tree = fromstring(f"<div>{found.article.content}</div>")
    assert {element.tag for element in tree.iter()} <= {"div", "p", "a", "figure", "img"}
    assert {name for element in tree.iter() for name in element.attrib} <= {
        "href",
        "rel",
        "src",
        "alt",
    }
    assert not [url for url in tree.xpath("//@href|//@src") if not url.startswith("https://")]
    assert "evil" not in found.article.content


def test_a_page_that_trafilatura_cannot_read_is_judged_all_the_same_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a node that nobody expects")

    monkeypatch.setattr("feedsvc.extract.html.cut.bare_extraction", fail)
    page = f"<body>{MENU}<article><h1>Ferry leaves for the last time</h1>{STORY}</article></body>"
    found = extract(Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8"))
    assert isinstance(found, Refined)
    notes = [item.rule for item in found.article.evidence if item.field == "text"]
    assert any("RuntimeError: a node that nobody expects" in note for note in notes)


def test_a_page_of_too_many_lines_is_rejected_as_text_is() -> None:
    page = "<body>" + "".join(f"<p>{SENTENCES[0]} {n}</p>" for n in range(30)) + "</body>"
    record = Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8")
    found = extract(record, ExtractPolicy(max_lines=20))
    assert isinstance(found, Rejected)
    assert found.reason is RejectionReason.TOO_LARGE


# ------------------------------------------------------------------ where a story is cut short


@pytest.mark.parametrize(
    ("below", "truncated"),
    [
        ("<aside><h2>Read more</h2><a href=/x>The crane is late</a></aside>", False),
        ("<aside><p>Continue reading</p><a href=/x>The crane is late</a></aside>", False),
        ("<div><h3>Read more</h3><a href=/x>The crane is late</a></div>", False),
        ("<p><a href=/full>Read the full story</a></p>", True),
        ("<div><h2>Subscribe to continue reading</h2><p>Log in</p></div>", True),
    ],
)
def test_only_a_line_at_the_storys_end_says_that_it_goes_on(below: str, truncated: bool) -> None:
    page = f"<body>{MENU}<article><h1>The last ferry</h1>{STORY}</article>{below}</body>"
    record = Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8")
    found = extract(record)
    assert isinstance(found, Refined)
    assert found.article.truncated is truncated


def test_read_more_between_paragraphs_cuts_nothing_short() -> None:
    story = STORY.replace("</p>", "</p><div>Read more</div>", 1)
    page = f"<body>{MENU}<article><h1>The last ferry</h1>{story}</article></body>"
    record = Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8")
    found = extract(record)
    assert isinstance(found, Refined)
    assert not found.article.truncated


def test_the_pages_own_publisher_is_no_category() -> None:
    claims = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The last ferry",'
        '"articleSection":["Harbor","The Quay Weekly"],"publisher":{"name":"The Quay Weekly"}}'
        "</script>"
    )
    page = f"<head>{claims}</head><body><article><h1>The last ferry</h1>{STORY}</article></body>"
    record = Record(position=0, media_type=MediaType.HTML, text=page, encoding="utf-8")
    found = extract(record)
    assert isinstance(found, Refined)
    assert found.article.categories == ("Harbor",)
