"""Where everything of the site lives: its files' names, and the public URLs that lead to them.

Every link that feedsvc writes comes from here and starts from the configured base URL, whatever
the Host header of a request says (FEEDS 7, 23, 24). URLs are absolute, ASCII and
percent-encoded (RFC 3986).
"""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from feedsvc.errors import ConfigError
from feedsvc.model import Entry

# RFC 3986, 3.3: what a path may hold unescaped; "%" is kept, so that an encoded URL stays as it is
_PATH_CHARACTERS = "/%:@!$&'()*+,;=-._~"

_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")  # a name in ASCII, or an IPv6 address

HOME_FILE = "index.html"
OPML_FILE = "feeds.opml"
SUBSCRIBE_FILE = "subscribe/index.html"
NOT_FOUND_FILE = "404.html"
GONE_FILE = "410.html"
TOMBSTONE = "gone.html"
STYLE_FILE = "style.css"
ICON_FILE = "icon.svg"
ICON_PNG_FILE = "icon.png"
ICON_PNG_SIZE = 144  # pixels square: the widest that RSS allows
LOGO_FILE = "logo.png"  # 2:1, as RFC 4287 (4.2.8) asks
SEARCH_FOLDER = "search"  # on the server alone: no such folder is published
OPML_MEDIA_TYPE = "text/x-opml"


class Format(Enum):
    """The documents of a feed: file name, media type, and the name that people know it by."""

    ATOM = ("atom.xml", "application/atom+xml", "Atom")
    RSS = ("rss.xml", "application/rss+xml", "RSS")
    JSON = ("feed.json", "application/feed+json", "JSON Feed")

    def __init__(self, filename: str, media_type: str, label: str) -> None:
        self.filename = filename
        self.media_type = media_type
        self.label = label


def feed_folder(slug: str) -> str:
    """The folder of a feed."""
    return f"feeds/{slug}"


def document_file(folder: str, format_: Format) -> str:
    """The file of a feed or archive in one format."""
    return f"{folder}/{format_.filename}"


def feed_file(slug: str, format_: Format) -> str:
    """The file of one of a feed's documents."""
    return document_file(feed_folder(slug), format_)


def feed_page_file(slug: str) -> str:
    """The file of a feed's HTML page."""
    return f"{feed_folder(slug)}/index.html"


def about_file(slug: str) -> str:
    """The file of the page that explains a feed."""
    return f"{feed_folder(slug)}/about/index.html"


def archive_list_file(slug: str) -> str:
    """The file of the page that lists a feed's archives."""
    return f"{feed_folder(slug)}/archive/index.html"


def archive_page_file(folder: str) -> str:
    """The file of an archive's HTML page; `folder` holds its documents too."""
    return f"{folder}/index.html"


def article_file(entry_id: UUID) -> str:
    """The file of an article's page."""
    return f"articles/{entry_id}/index.html"


def history_file(entry_id: UUID) -> str:
    """The file of the page that tells how an article changed."""
    return f"articles/{entry_id}/history/index.html"


def change_anchor(change_id: UUID) -> str:
    """Where a change stands on the page of its article's history."""
    return f"change-{change_id}"


def tombstone_file(entry_id: UUID) -> str:
    """Says that an article was withdrawn, beside where its page was: a server that finds it
    answers 410 there.
    """
    return article_file(entry_id).replace("index.html", TOMBSTONE)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The public URLs of a site whose home page is `base_url` (its path may be a prefix).

    Raises ConfigError when `base_url` is no absolute http(s) URL.
    """

    base_url: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", _normalized(self.base_url))

    @property
    def prefix(self) -> str:
        """The path of the home page: "/", or "/news/" for a site below a prefix."""
        return urlsplit(self.base_url).path

    @property
    def home(self) -> str:
        """The home page."""
        return self.base_url

    @property
    def opml(self) -> str:
        """The list of all feeds."""
        return self.url(OPML_FILE)

    def url(self, file: str) -> str:
        """The absolute URL of a file of the site; a folder's index page is the folder itself."""
        return self.base_url + _folder(file)

    def path(self, file: str) -> str:
        """The same without scheme and host, for links between pages."""
        return self.prefix + _folder(file)

    def feed(self, slug: str, format_: Format) -> str:
        """One of a feed's documents: what people subscribe to, and its `self` link."""
        return self.url(feed_file(slug, format_))

    def feed_page(self, slug: str) -> str:
        """The HTML page of a feed: its `alternate` link."""
        return self.url(feed_page_file(slug))

    def article(self, entry_id: UUID) -> str:
        """The page of an article: what its item links to."""
        return self.url(article_file(entry_id))

    def item(self, entry: Entry) -> str:
        """What an item links to: the article, or the change if it is one."""
        return self.base_url + _item_page(entry)

    def item_path(self, entry: Entry) -> str:
        """The same without scheme and host."""
        return self.prefix + _item_page(entry)


def _item_page(entry: Entry) -> str:
    if entry.change_of is None:
        return _folder(article_file(entry.id))
    return f"{_folder(history_file(entry.change_of))}#{change_anchor(entry.id)}"


def _folder(file: str) -> str:
    return quote(file.removesuffix("index.html") if _is_index(file) else file, _PATH_CHARACTERS)


def _is_index(file: str) -> bool:
    return file == "index.html" or file.endswith("/index.html")


def _normalized(base_url: str) -> str:
    problem = ConfigError(
        f"the base URL {base_url!r} is not the http(s) address of a home page",
        "site.base_url must look like https://example.org/ or https://example.org/news/",
    )
    try:
        parts = urlsplit(base_url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise problem from error
    if not _HOST.fullmatch(host):
        raise problem
    if parts.scheme not in {"http", "https"} or parts.username or parts.password:
        raise problem
    if parts.query or parts.fragment or any(part in {".", ".."} for part in parts.path.split("/")):
        raise problem
    authority = f"[{host}]" if ":" in host else host
    path = quote("/" + parts.path.strip("/"), _PATH_CHARACTERS).rstrip("/") + "/"
    return urlunsplit((parts.scheme, authority + port, path, "", ""))
