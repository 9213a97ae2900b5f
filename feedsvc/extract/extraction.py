"""A record to an article, or the reason why it is none."""

from dataclasses import dataclass

from feedsvc.extract.assembly import STORY, Labeled, assemble
from feedsvc.extract.brief import label_brief
from feedsvc.extract.html import assemble_page, read_page
from feedsvc.extract.labeler import first_look, label_lines
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.language import detect_language, prose_sample
from feedsvc.extract.page import Line, read_lines
from feedsvc.extract.repeats import NOTHING, Repeats, hash_lines
from feedsvc.extract.verdicts import Verdict
from feedsvc.model import (
    Label,
    LabeledLine,
    LineHashes,
    MediaType,
    Record,
    Refined,
    Rejected,
    RejectionReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractPolicy:
    """What still is an article.

    Guards, not fits: of 527 pages whose story annotators marked, none has less than 30 words.
    """

    min_words: int = 30  # in the story; two characters count for a word where words have no spaces
    min_story_share: float = 0.02  # of all words of the page: less is a list of links with a blurb
    max_consent: float = 2.0  # words that ask for consent, for each word of the story
    min_links: int = 8  # short lines that make a list of links of a page without a story
    max_lines: int = 50_000  # of a page; more is no article
    heed_repeats: bool = True  # lines that other articles of the publisher have are no story
    heed_briefs: bool = True  # a headline with a sentence or two, and nothing else, is an article


def extract(
    record: Record, policy: ExtractPolicy = ExtractPolicy(), repeats: Repeats = NOTHING
) -> Refined | Rejected:
    """The article in `record` with every line labeled, or why there is none. Never raises.

    `repeats` are lines that other articles of the same source have too, by their hash.
    """
    if record.media_type is MediaType.HTML:
        return _extract_html(record, policy, repeats)
    lines = read_lines(record.text)
    if len(lines) > policy.max_lines:
        detail = f"{len(lines)} lines, more than {policy.max_lines}"
        return Rejected(reason=RejectionReason.TOO_LARGE, detail=detail)
    language = _language(lines)
    page = Labeled.from_labeling(label_lines(lines, language, repeats=repeats))
    labeled = _explained(page, record.text)
    if (rejected := _rejected(page, labeled, policy)) is not None:
        brief = label_brief(first_look(lines, language)) if policy.heed_briefs else None
        if brief is None:
            return rejected
        page = Labeled.from_labeling(brief)
        labeled = _explained(page, record.text)
    return Refined(article=assemble(page, record), lines=labeled, hashes=_hashes(page))


def _extract_html(record: Record, policy: ExtractPolicy, repeats: Repeats) -> Refined | Rejected:
    page = read_page(record, repeats, policy.max_lines)
    if isinstance(page, Rejected):
        return page
    labeled = page.explained()
    if (rejected := _rejected(page.labeled, labeled, policy)) is not None:
        return rejected
    return Refined(article=assemble_page(page, record), lines=labeled, hashes=_hashes(page.labeled))


def _hashes(page: Labeled) -> LineHashes:
    story = (index for index, verdict in page.verdicts.items() if verdict.label in STORY)
    return hash_lines(page.lines, frozenset(story))


def look_at(text: str) -> Labeling:
    """What the rules by themselves see on a page: what the trained labeler is told, in training."""
    lines = read_lines(text)
    return first_look(lines, _language(lines))


def _language(lines: tuple[Line, ...]) -> str:
    return detect_language(prose_sample(lines))


def _explained(page: Labeled, text: str) -> tuple[LabeledLine, ...]:
    """A label for each physical line; a line that was joined shares its logical line's."""
    physical = text.split("\n")
    blank = Verdict(Label.BLANK, 1.0, "nothing to read")
    return tuple(
        LabeledLine(
            number=number,
            text=physical[number - 1].strip(),
            label=verdict.label,
            confidence=verdict.confidence,
            reason=verdict.reason,
        )
        for index, line in enumerate(page.lines)
        for verdict in (page.verdicts.get(index, blank),)
        for number in range(line.number, line.last + 1)
    )


def _rejected(
    page: Labeled, labeled: tuple[LabeledLine, ...], policy: ExtractPolicy
) -> Rejected | None:
    words = sum(line.size for line in page.lines)
    body = page.with_label(*STORY)
    story = sum(line.size for line in body)
    consent = sum(line.size for line in page.with_label(Label.CONSENT))
    short = sum(not line.blank and not line.ends for line in page.lines)
    told = story >= policy.min_words and story >= policy.min_story_share * words
    if told and consent <= policy.max_consent * story:
        if any(line.ends for line in body) or story >= 4 * policy.min_words:
            return None
        reason, detail = RejectionReason.NOT_ARTICLE, "no line of it ends a sentence"
    elif consent > max(policy.max_consent * story, policy.min_words):
        reason = RejectionReason.NOT_ARTICLE
        detail = f"it asks for consent in {consent:.0f} words and tells {story:.0f}"
    elif short >= policy.min_links and story < policy.min_words:
        reason = RejectionReason.LINK_LIST
        detail = f"{short} short lines, and {story:.0f} of {words:.0f} words read like a story"
    else:
        reason = RejectionReason.TOO_SHORT
        detail = f"{story:.0f} words of story, fewer than {policy.min_words}"
    return Rejected(reason=reason, detail=detail, lines=labeled)
