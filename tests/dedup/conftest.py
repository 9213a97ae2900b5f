"""Invented articles for the tests of dedup."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from feedsvc.dedup import fingerprint, mint
from feedsvc.model import Article, Candidate

HARBOR = """The harbor council of Port Ellery voted on Tuesday to close the old fish market after \
ninety years, ending a quarrel that had divided the town since the storm of 2019.

Mayor Ines Calloway said the building could no longer be insured. "We have patched that roof \
eleven times," she told reporters outside the hall. "It will not survive another winter."

Stallholders, some of whom have sold herring there for three generations, were offered places in \
a tent beside the ferry terminal. Most of them refused and walked out before the vote was counted.

An architect hired by the council, Tomas Brandt, estimated that repairs would cost 4.2 million \
crowns, twice the yearly budget of the port, and would take at least eighteen months to finish.

A petition against the closure gathered 3,100 signatures in a town of nine thousand people. Its \
organizers said they would take the matter to the regional court before the end of the month."""

ORCHARD = """Growers in the Lomas valley began picking pears three weeks early this year because a \
mild spring brought the trees into bloom before the bees were ready for them.

The cooperative expects a crop of 12,000 tonnes, a third less than last season, and has asked the \
province for help with the wages of pickers who were already hired through September.

"A tree does not read the calendar," said Marta Quiles, who farms forty hectares near the river. \
She has begun to plant late varieties between the rows, though they will bear nothing for years.

Researchers at the agricultural college have measured the date of the first bloom since 1951. The \
average has moved forward by nineteen days, most of it since the turn of the century."""

MakeArticle = Callable[..., Article]
MakeCandidate = Callable[..., Candidate]


@pytest.fixture
def harbor() -> str:
    return HARBOR


@pytest.fixture
def orchard() -> str:
    return ORCHARD


@pytest.fixture
def make() -> MakeArticle:
    """Builds an article from title and text and any other field."""

    def build(title: str = "", text: str = "", **fields: Any) -> Article:
        return Article(title=title, text=text, content="", **fields)

    return build


@pytest.fixture
def stored() -> MakeCandidate:
    """Builds the candidate that a store would hold for an article."""

    def build(article: Article, entry_id: UUID | None = None, *, versions: int = 1) -> Candidate:
        return Candidate(
            entry_id=entry_id or mint(article),
            article=article,
            fingerprint=fingerprint(article),
            first_seen=datetime(2026, 3, 1, 12, tzinfo=UTC),
            versions=versions,
        )

    return build
