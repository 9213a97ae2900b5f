"""Labeled lines to an article: every field with the lines and the rule that gave it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from feedsvc.extract import names
from feedsvc.extract.dates import Found, dates_of, without_dates
from feedsvc.extract.headline import HOMES, Headline, breadcrumbs
from feedsvc.extract.imprint import compact
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.markup import to_html
from feedsvc.extract.page import Line, key
from feedsvc.extract.publisher import find_publisher
from feedsvc.extract.verdicts import Verdict
from feedsvc.extract.vocabulary.people import PUBLICATIONS
from feedsvc.extract.vocabulary.sections import SECTIONS
from feedsvc.model import Article, Evidence, Label, Record
from feedsvc.text import sentences

STORY: Final = frozenset({Label.BODY, Label.HEADING, Label.QUOTE, Label.LIST})
_MAX_TITLE_CHARS: Final = 300  # a longer one is no headline; FAULTS B13
_BULLETS: Final = "•·▪■●○◦‣⁃*–—- "


@dataclass(frozen=True, slots=True)
class Labeled:
    """A page with its verdicts: what an article is assembled from."""

    lines: tuple[Line, ...]
    verdicts: dict[int, Verdict]
    headline: Headline | None
    language: str  # BCP 47, "und" when unsure
    standfirst: int | None = None  # its line's index
    date: tuple[int, Found] | None = None  # the article's, with its line's index

    @classmethod
    def from_labeling(cls, page: Labeling) -> "Labeled":
        """What labeling found, no longer to be changed."""
        return cls(
            page.lines, page.verdicts, page.headline, page.language, page.standfirst, page.date
        )

    @property
    def story(self) -> frozenset[int]:
        """The story's lines, by index."""
        return frozenset(
            index for index, verdict in self.verdicts.items() if verdict.label in STORY
        )

    def with_label(self, *labels: Label) -> list[Line]:
        """The lines that have one of the labels, in order."""
        found = (index for index, verdict in self.verdicts.items() if verdict.label in labels)
        return [self.lines[index] for index in sorted(found)]


def assemble(page: Labeled, record: Record) -> Article:
    """The article that the labels of `page` make."""
    body = page.with_label(*STORY)
    text = "\n\n".join(line.text for line in body)
    language = page.language
    evidence: list[Evidence] = []
    title = _title(page, body, language, evidence.append)
    published, modified = _dates(page, language, evidence.append)
    publisher = find_publisher(page.lines, page.story, title)
    name = publisher[0] if publisher else None
    if publisher is not None:
        evidence.append(publisher[1])
    truncated = _truncated(page, evidence.append)
    return Article(
        title=title,
        text=text,
        content=to_html(_blocks(page)),
        standfirst=_standfirst(page, evidence.append),
        authors=_authors(page, name, evidence.append),
        contributors=_contributors(page, evidence.append),
        published=published,
        modified=modified,
        publisher=name,
        language=language,
        categories=_categories(page, name, evidence.append),
        url=record.url,
        truncated=truncated,
        evidence=(*_body_evidence(body, language), *evidence),
    )


_Note = Callable[[Evidence], None]


def _blocks(page: Labeled) -> list[tuple[Label, str]]:
    blocks = []
    for index, line in enumerate(page.lines):
        verdict = page.verdicts.get(index)
        if verdict is not None and verdict.label in STORY:
            item = verdict.label is Label.LIST
            blocks.append((verdict.label, line.text.lstrip(_BULLETS) if item else line.text))
    return blocks


def _body_evidence(body: list[Line], language: str) -> tuple[Evidence, ...]:
    numbers = tuple(line.number for line in body)
    rule = "the lines labeled as story, in order"
    return (
        Evidence(field="text", rule=rule, lines=numbers),
        Evidence(
            field="language",
            rule=f"the text reads as {language}",
            lines=numbers[:1],
            confidence=0.5 if language == "und" else 0.9,
        ),
    )


def _title(page: Labeled, body: list[Line], language: str, note: _Note) -> str:
    headline = page.headline
    if headline is not None:
        number = page.lines[headline.index].number
        note(
            Evidence(
                field="title", rule=headline.reason, lines=(number,), confidence=headline.confidence
            )
        )
        return headline.text[:_MAX_TITLE_CHARS]
    first = sentences(body[0].text, language)[0] if body else ""
    note(
        Evidence(
            field="title",
            rule="no headline: the story's first sentence",
            lines=tuple(line.number for line in body[:1]),
            confidence=0.2,
        )
    )
    return first[:_MAX_TITLE_CHARS]


def _standfirst(page: Labeled, note: _Note) -> str | None:
    if page.standfirst is None:
        return None
    line = page.lines[page.standfirst]
    note(_from_lines("standfirst", "sentences between headline and story", [line], 0.7))
    return line.text


def is_publisher(text: str, publisher: str | None) -> bool:
    """`text` is the publisher's name, however it is written."""
    return compact(text) == compact(publisher) if publisher else False


def _authors(page: Labeled, publisher: str | None, note: _Note) -> tuple[str, ...]:
    found: dict[str, Line] = {}
    for line in page.with_label(Label.BYLINE):
        for name in names.signed_by(line):
            found.setdefault(name, line)
    found = _without_publisher(_without_longer(found), publisher)
    for line in page.with_label(Label.DATELINE) if not found else ():
        beside = without_dates(line, dates_of(line, page.language))
        for name in names.beside_date(beside):
            found.setdefault(name, line)
    if found:
        note(_from_lines("authors", "names in a byline", list(found.values()), 0.8))
    return tuple(found) or _organizations(page, note)


def _without_longer(found: dict[str, Line]) -> dict[str, Line]:
    """Who is named twice, once with a paper's name behind: `Jane Roe` and `Jane Roe Fenland`."""
    return {
        name: line
        for name, line in found.items()
        if not any(name.startswith(f"{other} ") for other in found)
    }


def _without_publisher(found: dict[str, Line], publisher: str | None) -> dict[str, Line]:
    """People without the newspaper; who publishes alone may sign, too, and is no newspaper."""
    people = {name: line for name, line in found.items() if not is_publisher(name, publisher)}
    return people or {
        name: line
        for name, line in found.items()
        if names.byline(line) or PUBLICATIONS.isdisjoint(key(name).split())
    }


def _organizations(page: Labeled, note: _Note) -> tuple[str, ...]:
    """Who signs where no person does: `By Northwire`. Beside a person, agencies are no authors."""
    for line in page.with_label(Label.BYLINE):
        if agencies := names.signatories(line).agencies:
            note(_from_lines("authors", "an organization signs, and nobody else", [line], 0.6))
            return agencies
    return ()


def _contributors(page: Labeled, note: _Note) -> tuple[str, ...]:
    found: dict[str, Line] = {}
    for line in page.with_label(Label.CONTRIBUTORS):
        if read := names.contributors(line):
            for name in read.names:
                found.setdefault(name, line)
    if found:
        note(
            _from_lines(
                "contributors", "names in a line about who helped", list(found.values()), 0.9
            )
        )
    return tuple(found)


def _categories(page: Labeled, publisher: str | None, note: _Note) -> tuple[str, ...]:
    found: dict[str, str] = {}
    lines = page.with_label(Label.SECTION)
    for line in lines:
        for part in breadcrumbs(line.text) or (line.text,):
            found.setdefault(key(part), part)
    found = {
        folded: part
        for folded, part in found.items()
        if folded not in HOMES and (folded in SECTIONS or not is_publisher(part, publisher))
    }
    if found:
        note(_from_lines("categories", "a section word beside the headline", lines, 0.8))
    return tuple(found.values())


def _dates(page: Labeled, language: str, note: _Note) -> tuple[datetime | None, datetime | None]:
    if page.date is None:
        return None, None
    published = page.date[1], page.lines[page.date[0]]
    modified = _modified(page, language, published[0])
    for field, found in (("published", published), ("modified", modified)):
        if found is not None:
            note(
                _from_lines(
                    field, _date_rule(found[0]), [found[1]], 0.9 if found[0].marked else 0.75
                )
            )
    return published[0].moment, modified[0].moment if modified else None


def _modified(page: Labeled, language: str, published: Found) -> tuple[Found, Line] | None:
    """The latest date that a line beside the headline gives for a change."""
    found = [
        (date, line)
        for line in page.with_label(Label.DATELINE, Label.BYLINE)
        for date in dates_of(line, language)
        if date.modified and date.moment >= published.moment
    ]
    return max(found, key=lambda entry: entry[0].moment, default=None)


def _date_rule(date: Found) -> str:
    return (
        "a line that dates the article"
        if date.timed
        else "a line that dates the article, without a time"
    )


def _truncated(page: Labeled, note: _Note) -> bool:
    lines = page.with_label(Label.TRUNCATION)
    if lines:
        note(
            _from_lines("truncated", "the dump says that the article goes on elsewhere", lines, 0.8)
        )
    return bool(lines)


def _from_lines(field: str, rule: str, lines: list[Line], confidence: float) -> Evidence:
    numbers = tuple(dict.fromkeys(line.number for line in lines))
    return Evidence(field=field, rule=rule, lines=numbers, confidence=confidence)
