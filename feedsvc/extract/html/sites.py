"""Names that a site goes by, and texts without them; the publisher's name, the page's address."""

import re
from collections.abc import Iterator
from typing import Final

from feedsvc.extract.headline import title_parts
from feedsvc.extract.html.claims import Claim, Claims
from feedsvc.extract.html.plain import plain, web_url
from feedsvc.extract.html.told import Told, evidence
from feedsvc.extract.page import key

_MAX_TITLE_CHARS: Final = 300
_MAX_NAME_CHARS: Final = 60
_MAX_WHOLE_CHARS: Final = 40  # a longer name with a divider is a name and a slogan
_LEGAL_WORDS: Final = re.compile(r"(?i)copyright|版权所有|all rights|©")

_PUBLISHER_METAS: Final = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "sitename",
    "dc.publisher",
    "dcterms.publisher",
    "citation_journal_title",
    "publisher",
    "copyright",
    "twitter:site",
)


def sites_of(claims: Claims) -> tuple[str, ...]:
    """Every name that the site goes by, its host's own name last."""
    found = [claim.value for claim in _publishers(claims)]
    found += [claim.value for claim in claims.of("twitter:site", "al:ios:app_name")]
    host = host_of(claims)
    if host:
        found += [host, host.removeprefix("www."), _label(host)]
    return tuple(dict.fromkeys(name.lstrip("@") for name in found if name))


def _publishers(claims: Claims) -> Iterator[Claim]:
    for value in claims.values("publisher"):
        name = plain(value.get("name")) if isinstance(value, dict) else plain(value)
        if name and not name.startswith("http"):
            yield Claim(name, "JSON-LD publisher")
    yield from claims.of(*_PUBLISHER_METAS[:1])
    for node in (*claims.graph.sites, *claims.graph.organizations):
        if name := plain(node.get("name")):
            yield Claim(name, "JSON-LD Organization")
    yield from claims.properties.get("publisher", ())
    yield from claims.of(*_PUBLISHER_METAS[1:-1])


def publisher_of(claims: Claims) -> Told | None:
    """The publisher's name, best one that is like its host; the host where nothing else tells."""
    host = host_of(claims)
    label = squeezed(_label(host)) if host else ""
    found = [
        Claim(name, claim.tag)
        for claim in _publishers(claims)
        if (name := _name(claim.value, label)) and not _LEGAL_WORDS.search(name)
    ]
    alike = [claim for claim in found if _is_like(claim.value, label)]
    for claim in (*alike, *found):
        rule = "the page names its publisher"
        return Told(claim.value, evidence("publisher", rule, claim, 0.95 if alike else 0.8))
    if host:
        claim = Claim(host, "link[rel=canonical]")
        rule = "the host of the page's own address"
        return Told(host.removeprefix("www."), evidence("publisher", rule, claim, 0.4))
    return None


def _name(text: str, label: str) -> str:
    """`Site | what it is about` as `Site`."""
    text = text.lstrip("@").removeprefix("www.")
    parts = title_parts(text)
    if len(parts) > 1:
        like = [part for part in parts if _is_like(part, label)]
        text = like[0] if like else text if len(text) <= _MAX_WHOLE_CHARS else parts[0]
    return text if 0 < len(text) <= _MAX_NAME_CHARS and "://" not in text else ""


def _is_like(name: str, label: str) -> bool:
    folded = squeezed(name)
    short, long = sorted((folded, label), key=len)
    return len(short) >= 3 and short in long and len(long) <= 2.5 * len(short)


def lead_picture(claims: Claims) -> str | None:
    """The picture that the page gives for itself, if it is on https."""
    for claim in claims.of("og:image:secure_url", "og:image", "og:image:url", "twitter:image"):
        url = web_url(claim.value, claims.base)
        if url and url.startswith("https://"):
            return url
    return None


def host_of(claims: Claims) -> str | None:
    """The host of the page's own address."""
    url = address_of(claims)
    return url.value.split("/")[2].split(":")[0].lower() if url else None


def _label(host: str) -> str:
    parts = host.removeprefix("www.").split(".")
    return max(parts[:-1], key=len, default=parts[0])


def address_of(claims: Claims) -> Told | None:
    """The page's canonical address."""
    if claims.canonical:
        claim = Claim(claims.canonical, "link[rel=canonical]")
        return Told(claims.canonical, evidence("url", "the page's canonical link", claim, 0.95))
    for claim in (*claims.of("og:url"), *claims.told("url", "mainEntityOfPage")):
        if url := web_url(claim.value, claims.base):
            return Told(url, evidence("url", "the page's own address", claim, 0.85))
    if claims.base:
        claim = Claim(claims.base, "the dump")
        return Told(claims.base, evidence("url", "the address that the dump gives", claim, 0.7))
    return None


def without_site(text: str, sites: tuple[str, ...]) -> str:
    """`Story | Site` as `Story`."""
    text = text[:_MAX_TITLE_CHARS]
    for _ in range(3):
        parts = title_parts(text)
        if len(parts) < 2:
            return text
        if is_site(parts[-1], sites):
            text = text[: text.rindex(parts[-1])].rstrip(" |–—:·•»«›/\\~-_｜＿")
        elif is_site(parts[0], sites):
            text = text[text.index(parts[0]) + len(parts[0]) :].lstrip(" |–—:·•»«›/\\~-_｜＿")
        else:
            return text
    return text


def is_site(text: str, sites: tuple[str, ...]) -> bool:
    folded = squeezed(text)
    return bool(folded) and any(
        folded == site or (len(site) >= 4 and len(folded) <= 2 * len(site) and site in folded)
        for site in map(squeezed, sites)
        if site
    )


def squeezed(text: str) -> str:
    return key(text).replace(" ", "")
