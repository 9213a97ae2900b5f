"""When two URLs name one article: a form of the URL that is made for comparing, not for following.

Scheme, `www.`, default port, fragment, credentials, tracking parameters, the order of parameters
and a trailing slash do not tell articles apart (RFC 3986, section 6, and publishers' habits).
"""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

MAX_URL_CHARS = 4096

_DEFAULT_PORTS = (None, 80, 443)
_HOST = re.compile(r"[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\]")
_FRONT_PAGES = ("", "/index.html", "/index.htm", "/index.php", "/home")

# Where a click came from, not what it leads to. Names are compared in lower case.
_TRACKING_PREFIXES = (
    "utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "at_custom", "at_medium", "at_campaign",
    "mc_", "ns_", "wt_", "xtor", "icid", "itm_", "cmpid", "__twitter", "trk_", "vero_", "sc_",
    "oly_", "_hs", "ga_", "fb_", "ito",
)  # fmt: skip
_TRACKING_NAMES = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid",
    "ttclid", "igshid", "igsh", "srsltid", "mkt_tok", "ref", "ref_src", "ref_url", "referrer",
    "referer", "source", "src", "smid", "smtyp", "partner", "campaign_id", "cid", "cmp", "ncid",
    "ocid", "sr_share", "share", "shared", "spm", "s_cid", "taid", "tpcc", "feedtype", "rss",
    "output", "outputtype", "amp", "emc", "soc_src", "soc_trk", "guccounter", "guce_referrer",
    "_ga", "_gl", "__s", "ss_source", "wprov", "traffic_source", "linkid", "via",
})  # fmt: skip


def canonical_url(url: str) -> str | None:
    """The comparable form of an article's URL, or None if the URL cannot tell articles apart.

    None: not http or https, no valid host, longer than `MAX_URL_CHARS`, or a site's front page.
    The result always begins with "https://" (an article is the same over http) and is a fixed
    point of this function.
    """
    parts = _split(url.strip())
    if parts is None:
        return None
    host, path, query = _host(parts), _path(parts.path), _query(parts.query)
    if host is None or (path.lower() in _FRONT_PAGES and not query):
        return None
    return f"https://{host}{path or '/'}" + (f"?{query}" if query else "")


def _split(url: str) -> SplitResult | None:
    if len(url) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a host that is no IPv6 address, or that NFKC would change
        return None
    return parts if parts.scheme in {"http", "https"} else None


def _host(parts: SplitResult) -> str | None:
    """Host and port in ASCII, without `www.`, credentials and a default port."""
    try:
        name, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:  # UnicodeError is one: a label too long, a port that is no number
        return None
    name = name.rstrip(".")
    if ":" in name:
        name = f"[{name}]"
    if not _HOST.fullmatch(name):
        return None
    while name.startswith("www.") and "." in name[4:]:
        name = name[4:]
    return name if port in _DEFAULT_PORTS else f"{name}:{port}"


def _path(path: str) -> str:
    """Escapes in one spelling, dot segments resolved, no empty segments, no slash at the end."""
    kept: list[str] = []
    for segment in path.split("/"):
        plain = unquote(segment, errors="surrogateescape")
        if plain == "..":
            del kept[-1:]
        elif plain not in {"", "."}:
            kept.append(quote(plain, safe="!$&'()*+,;=:@~", errors="surrogateescape"))
    return "".join(f"/{segment}" for segment in kept)


def _query(query: str) -> str:
    """The parameters that are not known to be tracking, in order of their names."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    except ValueError:  # more fields than the parser allows
        return query
    kept = sorted(pair for pair in pairs if not _is_tracking(pair[0].lower()))
    return urlencode(kept, errors="surrogateescape")


def _is_tracking(name: str) -> bool:
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)
