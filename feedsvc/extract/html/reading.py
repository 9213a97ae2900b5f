"""An HTML page read: its blocks labeled, its claims, and the article that both make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from feedsvc.extract import names
from feedsvc.extract.assembly import STORY, Labeled, assemble, is_publisher
from feedsvc.extract.headline import Headline
from feedsvc.extract.html.blocks import Block, Flat, flatten
from feedsvc.extract.html.blurbs import description_of
from feedsvc.extract.html.claims import Claim, Claims, read_claims
from feedsvc.extract.html.content import Figure, Part, figures, to_html
from feedsvc.extract.html.cut import Cut, first_cut, shares
from feedsvc.extract.html.jsonld import strings
from feedsvc.extract.html.judge import Judge
from feedsvc.extract.html.people import authors_of, full_names
from feedsvc.extract.html.sites import address_of, lead_picture, publisher_of, sites_of
from feedsvc.extract.html.times import dates_claimed
from feedsvc.extract.html.titles import title_of
from feedsvc.extract.html.topics import categories_of, language_of
from feedsvc.extract.html.tree import parse
from feedsvc.extract.html.vocabulary import HEADINGS
from feedsvc.extract.labeler import label_lines
from feedsvc.extract.labeling import Witness
from feedsvc.extract.language import detect_language, prose_sample
from feedsvc.extract.page import Line, key, lines_of
from feedsvc.extract.repeats import NOTHING, Repeats
from feedsvc.extract.verdicts import SURE, Verdict
from feedsvc.model import Article, Evidence, Label, LabeledLine, Record, Rejected, RejectionReason

_LINKED: Final = 0.5
_ALL_LINKED: Final = 0.95
_MAX_BELOW_END: Final = 12  # blocks below the story in which it says that it goes on elsewhere
_BESIDE_STORY: Final = frozenset(("aside", "~side", "nav", "footer"))
_BELOW_START: Final = 2  # blocks of the story among which its author may stand
_MAX_SIGNATURE_WORDS: Final = 12
_OPENED: Final = 0.8  # the confidence of a byline that has an opening word
_MARKUP: Final = re.compile(r"<[^<>]{1,500}>")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page with its blocks labeled, and what it claims of itself."""

    flat: Flat
    claims: Claims
    labeled: Labeled
    cut: Cut

    def explained(self) -> tuple[LabeledLine, ...]:
        """A label for each block, with its place in the tree."""
        return tuple(
            LabeledLine(
                number=line.number,
                text=line.text,
                label=verdict.label,
                confidence=verdict.confidence,
                reason=f"{verdict.reason} ({block.path})",
            )
            for index, (line, block) in enumerate(
                zip(self.labeled.lines, self.flat.blocks, strict=True)
            )
            for verdict in (self.labeled.verdicts.get(index, _BLANK),)
        )


_PROSE_WORDS: Final = 12
_BLANK: Final = Verdict(Label.BLANK, 1.0, "nothing to read")


def read_page(
    record: Record, repeats: Repeats = NOTHING, max_lines: int = 50_000
) -> HtmlPage | Rejected:
    """The page of an HTML record, its blocks labeled; more than `max_lines` are no article."""
    root = parse(record.text)
    if root is None:
        return Rejected(reason=RejectionReason.EMPTY, detail="an HTML page without elements")
    claims = read_claims(root, record.url)
    flat = flatten(root)
    if flat.too_deep:
        detail = "an HTML page that is nested deeper than 1000 levels"
        return Rejected(reason=RejectionReason.TOO_LARGE, detail=detail)
    if flat.too_long or len(flat.blocks) > max_lines:
        detail = f"{len(flat.blocks)} lines or more, of at most {max_lines}"
        return Rejected(reason=RejectionReason.TOO_LARGE, detail=detail)
    lines = lines_of(block.text for block in flat.blocks)
    unlinked = (
        line for line, block in zip(lines, flat.blocks, strict=True) if block.link_share < _LINKED
    )
    detected = detect_language(prose_sample(unlinked))
    cut = first_cut(root)
    headline = _headline(lines, flat, claims)
    body = article_body(claims)
    told = shares(lines, body) if body else None
    judge = Judge(flat.blocks, shares(lines, cut.text), told, headline.index if headline else None)
    witness = Witness(_certain(flat, lines), judge, headline)
    labeling = label_lines(lines, detected, witness=witness, repeats=repeats)
    _by_tag(labeling.verdicts, flat.blocks)
    return HtmlPage(flat, claims, Labeled.from_labeling(labeling), cut)


def _certain(flat: Flat, lines: tuple[Line, ...]) -> dict[int, Verdict]:
    """What the tree says for certain, of blocks that have a word."""
    found: dict[int, Verdict] = {}
    is_closed = not _swallowed(flat, lines)
    for index, block in enumerate(flat.blocks):
        if lines[index].blank:
            continue
        if index in flat.captions:
            found[index] = Verdict(Label.CAPTION, 0.98, "it stands in a figcaption")
        elif is_closed and "nav" in block.around:
            found[index] = Verdict(Label.NAVIGATION, 0.95, "it stands in a nav element")
        elif "~related" in block.own and block.link_share > _ALL_LINKED and not lines[index].ends:
            found[index] = Verdict(Label.RELATED, 0.95, "a link in a box of related ones")
    return found


def _swallowed(flat: Flat, lines: tuple[Line, ...]) -> bool:
    """A nav element that was never closed holds the page: most of its sentences stand in it."""
    prose = [at for at, line in enumerate(lines) if line.ends and line.size >= _PROSE_WORDS]
    within = sum(lines[at].size for at in prose if "nav" in flat.blocks[at].around)
    return 2 * within > sum(lines[at].size for at in prose)


def _headline(lines: tuple[Line, ...], flat: Flat, claims: Claims) -> Headline | None:
    """The block that is the title the page claims: its first heading of these words."""
    told = title_of(claims, sites_of(claims))
    if told is None:
        return None
    wanted = key(told.value)
    copies = [index for index, line in enumerate(lines) if line.key == wanted]
    if not copies:
        return None
    ranks = {"h1": 0, "h2": 1, "h3": 1}
    best = min(copies, key=lambda index: (ranks.get(flat.blocks[index].tag, 2), index))
    rule = told.evidence.rule
    return Headline(told.value, best, tuple(copies), told.evidence.confidence, rule)


def article_body(claims: Claims) -> str:
    """The text that the page gives as its article's in JSON-LD; "" if it gives none."""
    bodies = [
        _MARKUP.sub("\n", unescape(text))
        for node in claims.graph.articles[:5]
        for text in strings(node.get("articleBody"))
    ]
    return max(bodies, key=len, default="")


def _by_tag(verdicts: dict[int, Verdict], blocks: list[Block]) -> None:
    """The kind of a story's line as its element says, and which lines do not cut it short."""
    last = max((at for at, verdict in verdicts.items() if verdict.label in STORY), default=-1)
    for index, said in tuple(verdicts.items()):
        if said.label is Label.TRUNCATION and not _cuts_short(index, last, said, blocks):
            reason = f"{said.reason}, but not where the story ends"
            verdicts[index] = Verdict(Label.RELATED, 0.8, reason)
    for index, block in enumerate(blocks):
        verdict = verdicts.get(index)
        if verdict is None or verdict.label not in STORY:
            continue
        if block.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            label = Label.HEADING
        elif "quote" in block.around:
            label = Label.QUOTE
        elif block.tag == "li" or ("list" in block.own and block.list_kind):
            label = Label.LIST
        elif block.tag in ("p", "td", "th", "pre"):
            label = Label.BODY
        else:
            continue
        verdicts[index] = Verdict(label, verdict.confidence, verdict.reason)


def _cuts_short(index: int, last: int, verdict: Verdict, blocks: list[Block]) -> bool:
    """Whether "read more" is said of this story: right below its `last` line, not beside it.

    As a heading, the phrase alone opens a list of other articles; "Subscribe to continue" does not.
    """
    block = blocks[index]
    aside = not _BESIDE_STORY.isdisjoint(block.around | block.own)
    opens_list = block.tag in HEADINGS and verdict.confidence >= SURE
    return last < index <= last + _MAX_BELOW_END and not aside and not opens_list


def assemble_page(page: HtmlPage, record: Record) -> Article:
    """The article: what the page claims first, then what its blocks tell."""
    article = assemble(page.labeled, record)
    claims = page.claims
    sites = sites_of(claims)
    changes: dict[str, object] = {}
    notes: list[Evidence] = []

    def take(field: str, value: object, *evidence: Evidence) -> None:
        changes[field] = value
        notes.extend(evidence)

    if page.cut.failure:
        rule = f"judged without trafilatura's cut: it failed ({page.cut.failure})"
        notes.append(Evidence(field="text", rule=rule, confidence=0.5))

    for field, told in (
        ("title", title_of(claims, sites)),
        ("publisher", publisher_of(claims)),
        ("url", address_of(claims)),
        ("language", language_of(claims, page.labeled.language)),
    ):
        if told is not None:
            take(field, told.value, told.evidence)
    authors, evidence = authors_of(claims, sites, _signatures(page))
    found = () if authors else full_names(article.authors, sites)
    if authors or found != article.authors:
        take("authors", authors or found, *([evidence] if evidence else ()))
    categories, evidences = categories_of(claims)
    named = categories or article.categories
    publisher = str(changes.get("publisher") or article.publisher or "")
    kept_names = tuple(name for name in named if not is_publisher(name, publisher))
    if categories or kept_names != named:
        own = [item for item in article.evidence if item.field == "categories"]
        take("categories", kept_names, *((evidences or own) if kept_names else ()))
    published, modified = dates_claimed(claims, page.labeled.language)
    if published:
        take("published", *published)
    if modified:
        take("modified", *modified)
    language = str(changes.get("language", article.language))
    title = str(changes.get("title", article.title))
    described = description_of(claims, title, article.text, language.partition("-")[0], sites)
    if described is not None:
        take("standfirst", described.value, described.evidence)
    base = claims.base or str(changes.get("url") or "") or None
    take("content", to_html(_story(page, claims, base), base))
    kept = tuple(item for item in article.evidence if item.field not in changes)
    return replace(article, evidence=(*kept, *notes), **changes)  # type: ignore[arg-type]


def _signatures(page: HtmlPage) -> Iterator[Claim]:
    """Lines that sign: with an opening word ("By"), or a name in an author's place in the tree."""
    verdicts = page.labeled.verdicts
    story = [index for index, verdict in verdicts.items() if verdict.label in STORY]
    headline = page.labeled.headline
    above = range(headline.index if headline else 0, min(story, default=0) + _BELOW_START)
    for index, line in enumerate(page.labeled.lines):
        block, verdict = page.flat.blocks[index], verdicts.get(index)
        opened = verdict and verdict.label is Label.BYLINE and verdict.confidence >= _OPENED
        placed = index in above and "~author" in block.own and line.size <= _MAX_SIGNATURE_WORDS
        signed = names.signed_by(line) if opened or placed else ()
        if signed:
            yield Claim(", ".join(signed), block.path)


def _story(page: HtmlPage, claims: Claims, base: str | None) -> Iterator[Part]:
    """The story's blocks with the figures between them; the page's lead picture first."""
    story = {
        index: verdict.label
        for index, verdict in sorted(page.labeled.verdicts.items())
        if verdict.label in STORY
    }
    if not story:
        return
    headline = page.labeled.headline
    first = min(story) if headline is None else min(*story, headline.index)
    shown = list(figures(page.flat, range(first, max(story) + 1), base))
    if not shown and (url := lead_picture(claims)):
        yield Figure(url, "")
    for index in range(first, max(story) + 1):
        yield from (figure for before, figure in shown if before == index)
        if index in story:
            yield story[index], page.flat.blocks[index]
