"""Every setting with its type and its default. `config/feedsvc.toml` says what each one means.

Each section is a frozen dataclass; where a package has a policy of its own, the section *is* that
policy with the few keys that only the service needs added to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from feedsvc.config.feeds import FeedSettings
from feedsvc.config.schedule import Schedule, parse_schedule
from feedsvc.dedup import DedupPolicy
from feedsvc.errors import ConfigError
from feedsvc.extract import ExtractPolicy
from feedsvc.feeds import Addresses
from feedsvc.formats import FormatPolicy
from feedsvc.inbox import InboxPolicy
from feedsvc.model import FeedDefinition, FeedFamily
from feedsvc.site import GuardPolicy
from feedsvc.summarize import SHIPPED_SUMMARIZER, SummaryPolicy, load_summarizer

ENV_PREFIX = "FEEDSVC_"

# RFC 3986: what a URL consists of, without a fragment. It stands in XML, JSON and headers as it is.
_URL = re.compile(r"[A-Za-z0-9%:/?@!$&'()*+,;=._~\[\]-]+")


def _schedule_text(text: str) -> str:
    parse_schedule(text)
    return text.strip()


def _base_url(url: str) -> str:
    try:
        return Addresses(url).base_url
    except ConfigError as error:
        raise ValueError("write the public address, like https://example.org/news/") from error


def _hub_url(url: str) -> str:
    """The same URL, not brought into another form: to a hub's subscribers it is a name."""
    try:
        Addresses(url.partition("?")[0])
    except ConfigError as error:
        raise ValueError("write the hub's address, like https://hub.example/") from error
    if not _URL.fullmatch(url):
        raise ValueError("write the hub's address in ASCII, percent-encoded, without a fragment")
    return url


def _summarizer(name: str) -> str:
    try:
        load_summarizer(name)
    except ConfigError as error:
        raise ValueError(f"{error.message}; {error.hint}") from error
    return name


def _port(port: int) -> int:
    if not 0 <= port <= 65535:
        raise ValueError("a port lies between 0 and 65535 (0 takes any free one)")
    return port


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxSettings(InboxPolicy):
    """The watched folder."""

    directory: Path = Path("seeds")
    watch: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSettings:
    """What the owner decided by hand."""

    file: Path | None = None  # kept beside the store, for a rebuild


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySettings(SummaryPolicy):
    """How articles get their summaries."""

    summarizer: Annotated[str, AfterValidator(_summarizer)] = SHIPPED_SUMMARIZER


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The database."""

    url: str = "sqlite:///var/feedsvc.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The published directory."""

    directory: Path = Path("var/site")
    base_url: Annotated[str, AfterValidator(_base_url)] | None = None
    title: str = "feedsvc"
    description: str = "Articles from a folder of dumps"
    hub_url: Annotated[str, AfterValidator(_hub_url)] | None = None  # a WebSub hub
    search: bool = True
    search_feeds: bool = False
    moved: dict[str, str] = field(default_factory=dict)  # a feed's old slug to its new one
    gone: tuple[str, ...] = ()  # slugs of feeds that were withdrawn for good


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """The HTTP server of `run` and `serve`."""

    host: str = "127.0.0.1"
    port: Annotated[int, AfterValidator(_port)] = 8642
    token: SecretStr | None = None
    token_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSettings:
    """The daemon's clockwork."""

    ingest: Annotated[str, AfterValidator(_schedule_text)] = "60s"
    deadline_seconds: int = 900
    lock_wait_seconds: int = 60
    drip_per_day: int = 0

    @property
    def parsed(self) -> Schedule:
        """`ingest`, read."""
        return parse_schedule(self.ingest)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """Where articles are extracted: 0 processes means in the service's own."""

    processes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "pretty", "json"] = "auto"


class Settings(BaseSettings):
    """All settings, validated and frozen."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    inbox: InboxSettings = InboxSettings()
    formats: FormatPolicy = FormatPolicy()
    extract: ExtractPolicy = ExtractPolicy()
    summary: SummarySettings = SummarySettings()
    dedup: DedupPolicy = DedupPolicy()
    decisions: DecisionSettings = DecisionSettings()
    guard: GuardPolicy = GuardPolicy()
    store: StoreSettings = StoreSettings()
    site: SiteSettings = SiteSettings()
    server: ServerSettings = ServerSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    workers: WorkerSettings = WorkerSettings()
    log: LogSettings = LogSettings()
    feeds: tuple[FeedSettings, ...] = (
        FeedSettings(slug="all", title="All articles", description="Every article, newest first"),
    )

    @property
    def definitions(self) -> tuple[FeedDefinition, ...]:
        """The feeds that stand in the settings one by one."""
        return tuple(section.definition for section in self.feeds if section.each is None)

    @property
    def families(self) -> tuple[FeedFamily, ...]:
        """The families, whose feeds depend on what is stored."""
        return tuple(family for section in self.feeds if (family := section.family) is not None)

    @property
    def base_url(self) -> str:
        """The public address of the site, with a slash at its end. A server that listens on every
        address has none of its own: without `site.base_url` links lead to this machine.
        """
        host = "127.0.0.1" if self.server.host in {"0.0.0.0", "::"} else self.server.host  # noqa: S104
        host = f"[{host}]" if ":" in host else host
        return self.site.base_url or f"http://{host}:{self.server.port}/"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file, which comes in as the initial values."""
        return env_settings, init_settings


SECTIONS: Sequence[str] = tuple(Settings.model_fields)
