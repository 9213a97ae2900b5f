"""The headline among a page's headings and titles, without the site's name."""

from typing import Final

from feedsvc.extract.html.claims import Claim, Claims
from feedsvc.extract.html.sites import is_site, squeezed, without_site
from feedsvc.extract.html.told import Told, evidence
from feedsvc.extract.page import key

_MAX_TITLE_CHARS: Final = 300
_AGREES: Final = 0.5  # how alike a heading and a title are
_TOUCHES: Final = 0.15  # enough for a heading that is a headline by its length
_MIN_HEADLINE_WORDS: Final = 4
_TAIL: Final = 0.5  # of a heading's characters, for the rest to be its kicker
_TITLE_METAS: Final = (
    "og:title",
    "twitter:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
    "cxenseparse:title",
)


def title_of(claims: Claims, sites: tuple[str, ...]) -> Told | None:
    """The headline without the site's name: the heading that the page's titles agree with."""
    told = [*claims.told("headline"), *claims.properties.get("headline", ())]
    titles = [*claims.of(*_TITLE_METAS), *told, *([claims.title] if claims.title else [])]
    best = _best_heading(claims, titles, sites)
    if best is not None:
        score, heading = best
        full = len(key(heading.value).split()) >= _MIN_HEADLINE_WORDS
        if score >= _AGREES or (full and score >= _TOUCHES):
            text = _without_kicker(without_site(heading.value, sites), titles, sites)
            rule = "the heading that the page's titles agree with"
            return Told(text, evidence("title", rule, heading, 0.6 + 0.35 * min(score, 1.0)))
    for claim in titles:
        text = without_site(claim.value, sites)
        if len(key(text)) > 1 and not is_site(text, sites):
            return Told(text, evidence("title", "the title that the page gives itself", claim, 0.8))
    if best is not None:
        text = best[1].value[:_MAX_TITLE_CHARS]
        return Told(text, evidence("title", "the page's heading", best[1], 0.6))
    return None


def _best_heading(
    claims: Claims, titles: list[Claim], sites: tuple[str, ...]
) -> tuple[float, Claim] | None:
    plain = [without_site(title.value, sites) for title in titles]
    scored = [
        (max((_alike(heading.value, title) for title in plain), default=_TOUCHES), -place)
        for place, heading in enumerate(claims.headings)
        if key(heading.value) and not is_site(heading.value, sites)
    ]
    if not scored:
        return None
    score, place = max(scored)
    return score, claims.headings[-place]


def _without_kicker(text: str, titles: list[Claim], sites: tuple[str, ...]) -> str:
    """`KickerHeadline` as `Headline`, where one of the page's titles is the headline alone."""
    joined = squeezed(text)
    for claim in titles:
        title = without_site(claim.value, sites)
        tail = squeezed(title)
        if joined != tail and joined.endswith(tail) and len(tail) >= _TAIL * len(joined):
            return title
    return text


def _alike(heading: str, title: str) -> float:
    """How far a heading and a title have the same words, 0 to 1.

    A headline may leave out words of the title; of a short one, which may be a section's name, no
    word may be missing.
    """
    mine, others = key(heading).split(), key(title).split()
    if not mine or not others:
        return 0.0
    common = len(set(mine) & set(others))
    if len(mine) < _MIN_HEADLINE_WORDS:
        return common / max(len(set(mine)), len(set(others)))
    return 0.6 * common / len(set(mine)) + 0.4 * common / len(set(others))
