"""Settings: defaults, file, environment; every mistake at once, with its key and what to do."""

import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from feedsvc.config import Settings, load
from feedsvc.config.schedule import Cron, Every, parse_schedule
from feedsvc.errors import ConfigError

SHIPPED = Path(__file__).parents[2] / "config" / "feedsvc.toml"


FEED = '[[feeds]]\nslug = "a"\ntitle = "A"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feedsvc.toml"


def _complaint(file: Path | None) -> str:
    with pytest.raises(ConfigError) as caught:
        load(file)
    return str(caught.value)


def test_no_file_is_needed() -> None:
    settings = load(None)
    assert settings.inbox.directory == Path("seeds")
    assert settings.base_url == "http://127.0.0.1:8642/"
    assert [feed.slug for feed in settings.feeds] == ["all"]


def test_the_shipped_file_says_the_defaults() -> None:
    assert load(SHIPPED) == load(None)


def test_the_shipped_file_documents_every_key() -> None:
    text = SHIPPED.read_text()
    documented = tomllib.loads(text)
    for name in Settings.model_fields:
        value = getattr(load(None), name)
        sample = value[0] if isinstance(value, tuple) else value
        assert is_dataclass(sample)
        given = documented[name][0] if isinstance(value, tuple) else documented[name]
        for field in fields(sample):
            assert field.name in given or f"# {field.name} = " in text, f"{name}.{field.name}"


def test_the_environment_goes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('[inbox]\ndirectory = "from-file"\nsettle_seconds = 3\n')
    monkeypatch.setenv("FEEDSVC_INBOX__DIRECTORY", "/from/environment")
    monkeypatch.setenv("FEEDSVC_FEEDS", '[{"slug": "news", "title": "News"}]')
    settings = load(file)
    assert settings.inbox.directory == Path("/from/environment")
    assert settings.inbox.settle_seconds == 3
    assert settings.feeds[0].title == "News"


def test_faults_i01_all_mistakes_are_told_at_once(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        '[inbox]\nsettle_secnds = 3\nmax_bytes = "many"\n[servr]\nport = 1\n'
        '[site]\nbase_url = "ftp://example.org"\n[schedule]\ningest = "often"\n'
        "lock_wait_seconds = -3\n"
        '[[feeds]]\nslug = "a"\ntitle = "A"\nmax_entrys = 3\n'
    )
    monkeypatch.setenv("FEEDSVC_STOER__URL", "x")
    complaint = _complaint(file)
    assert str(file) in complaint
    for said in (
        "inbox.settle_secnds: unknown key; did you mean 'settle_seconds'?",
        "inbox.max_bytes = 'many'",
        "servr: unknown key; did you mean 'server'?",
        "site.base_url = 'ftp://example.org'",
        "schedule.ingest = 'often'",
        "schedule.lock_wait_seconds = -3: must be greater than zero",
        "feeds.0.max_entrys: unknown key; did you mean 'max_entries'?",
        "FEEDSVC_STOER__URL: no such section; did you mean 'store'?",
    ):
        assert said in complaint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[inbox]\nsettle_seconds = -1\n", "inbox.settle_seconds = -1.0: must not be negative"),
        ("[inbox]\nmax_bytes = 0\n", "inbox.max_bytes = 0: must be greater than zero"),
        ('[[feeds]]\nslug = "Ä b"\ntitle = "x"\n', "feeds.0.slug = 'Ä b'"),
        ('[[feeds]]\nslug = "../etc"\ntitle = "x"\n', "feeds.0.slug = '../etc'"),
        ('[[feeds]]\nslug = "a"\ntitle = " "\n', "feeds.0.title"),
        (
            '[[feeds]]\nslug = "a"\ntitle = "x"\n[[feeds]]\nslug = "a"\ntitle = "y"\n',
            "2 feeds have the slug 'a'",
        ),
        ("feeds = []\n", "at least one feed"),
        ('[site]\ndirectory = "seeds/site"\n', "lies inside inbox.directory"),
        ('[inbox]\ndirectory = "var/site/in"\n', "lies inside site.directory"),
        ("[server]\nport = 70000\n", "server.port = 70000"),
        ('[server]\ntoken = "a"\ntoken_file = "b"\n', "server.token_file"),
        ('[store]\nurl = "mysql://x"\n', "sqlite or postgresql"),
        ('[store]\nurl = "sqlite://feedsvc.db"\n', "sqlite:///file for a relative path"),
        ("[extract]\nmin_story_share = 9\n", "extract.min_story_share = 9.0: is a share"),
        ('[site]\nbase_url = "https://exa mple.org/"\n', "site.base_url"),
        ('[site]\nbase_url = "https://example.org/a/../b/"\n', "site.base_url"),
        ('[site]\nhub_url = "ftp://hub.example/"\n', "site.hub_url = 'ftp://hub.example/'"),
        ('[site]\nhub_url = "hub.example"\n', "site.hub_url"),
        ('[site]\nhub_url = "https://user:word@hub.example/"\n', "site.hub_url"),
        ('[site]\nhub_url = "https://hub.example/#part"\n', "site.hub_url"),
        ('[site]\nhub_url = "https://hub.example/>; rel=x"\n', "site.hub_url"),
        ('[site]\nhub_url = "https://hub.example/?a\\nb"\n', "site.hub_url"),
        ('[site]\nmoved = {"old" = "nowhere"}\n', "site.moved.old = 'nowhere'"),
        ('[site]\ngone = ["all"]\n', "site.gone: 'all'"),
        ('[[feeds]]\nslug = "a"\ntitle = "x"\nlanguage = "klingon!!"\n', "feeds.0.language"),
        ('[[feeds]]\ntitle = "x"\n', "feeds.0.slug: is missing"),
        (FEED + 'include = {publsher = ["x"]}\n', "feeds.0.include.publsher: unknown key; did you"),
        (FEED + 'include = {language = ["klingon!!"]}\n', "feeds.0.include.language = 'klingon!!'"),
        (FEED + 'exclude = {author = [" "]}\n', "feeds.0.exclude.author: holds an empty value"),
        (FEED + 'include = {folder = ["../x"]}\n', "feeds.0.include.folder = '../x'"),
        (FEED + 'include = {search = "!?"}\n', "feeds.0.include.search = '!?': holds no word"),
        (FEED + "max_days = 0\n", "feeds.0.max_days = 0: must be greater than zero"),
        (FEED + "max_bytes = -1\n", "feeds.0.max_bytes = -1"),
        (FEED + "min_entries = 3\n", "feeds.0.min_entries = 3: is for a family"),
        (FEED + 'icon = "icon.png"\n', "feeds.0.icon = 'icon.png'"),
        (FEED + 'content = "some"\n', "feeds.0.content = 'some'"),
        (FEED + 'of = "revisions"\ninclude = {author = ["x"]}\n', "feeds.0.of = 'revisions'"),
        ('[[feeds]]\neach = "color"\n', "feeds.0.each = 'color'"),
        ('[[feeds]]\neach = "author"\nslug = "{slug}"\n', "feeds.0.slug = '{slug}': of a family"),
        ('[[feeds]]\neach = "author"\nslug = "by"\n', "feeds.0.slug = 'by': of a family"),
        ('[[feeds]]\neach = "author"\ntitle = "x"\n', "feeds.0.title = 'x': must hold {value}"),
        (
            '[[feeds]]\neach = "author"\ninclude = {author = ["x"]}\n',
            "feeds.0.include.author: `each` makes a feed for every value",
        ),
        (
            '[[feeds]]\neach = "author"\nslug = "by-{slug}"\n'
            '[[feeds]]\neach = "category"\nslug = "by-tag-{slug}"\n',
            "slugs of by-tag-… could be of by-… as well",
        ),
        ("[site]\nsearch = false\nsearch_feeds = true\n", "site.search_feeds = true"),
        ("[schedule]\ndrip_per_day = 200\n", "schedule.drip_per_day = 200: is more than guard"),
        ('[summary]\nsummarizer = "no.such:thing"\n', "summary.summarizer = 'no.such:thing'"),
        ("not toml", "is not TOML"),
    ],
)
def test_faults_i01_what_cannot_be_is_refused(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    assert said in _complaint(file)


@pytest.mark.parametrize(
    "url", ["https://hub.example", "http://[::1]:8080/hub", "https://blog.example/?pushpress=hub"]
)
def test_a_hub_keeps_its_address_as_it_was_written(file: Path, url: str) -> None:
    file.write_text(f'[site]\nhub_url = "{url}"\n')
    assert load(file).site.hub_url == url


def test_a_file_that_is_not_there_or_no_text_is_named(file: Path) -> None:
    assert str(file) in _complaint(file)
    file.write_bytes(b"title = '\xff'")
    assert "not UTF-8" in _complaint(file)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbf[site]\r\ntitle = "Mine"\r\n')
    assert load(file).site.title == "Mine"


def test_a_token_comes_from_a_file_and_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "token"
    monkeypatch.setenv("FEEDSVC_SERVER__TOKEN_FILE", str(secret))
    assert "cannot be read" in _complaint(None)
    secret.write_text("\n")
    assert "is empty" in _complaint(None)
    secret.write_text("canary-secret\n")
    settings = load(None)
    assert settings.server.token is not None
    assert settings.server.token.get_secret_value() == "canary-secret"
    assert "canary-secret" not in repr(settings)


def test_settings_are_frozen() -> None:
    settings = load(None)
    with pytest.raises(ValueError, match="frozen"):
        settings.log = settings.log


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("60s", Every(seconds=60)),
        (" 5 m ", Every(seconds=300)),
        ("1h", Every(seconds=3600)),
        ("*/10  * * * *", Cron(expression="*/10 * * * *")),
    ],
)
def test_a_schedule_is_a_period_or_a_cron_line(text: str, schedule: object) -> None:
    assert parse_schedule(text) == schedule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0s",
        "32d",
        "soon",
        "* * * *",
        "99 * * * *",
        "0 3 * * 1",
        "0 0 0 * *",
        "60",
        "-5s",
        "* * * * ;",
    ],
)
def test_other_schedules_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        parse_schedule(text)


def test_a_family_needs_nothing_but_its_facet(file: Path) -> None:
    file.write_text('[[feeds]]\neach = "publisher"\n')
    settings = load(file)
    assert settings.definitions == ()
    (family,) = settings.families
    assert (family.template.slug, family.template.title) == ("publisher-{slug}", "{value}")


def test_a_feed_may_move_to_one_of_a_family(file: Path) -> None:
    text = '[[feeds]]\neach = "publisher"\n[site]\nmoved = {old = "publisher-x"}\n'
    file.write_text(text)
    assert load(file).site.moved == {"old": "publisher-x"}


def test_what_is_shown_of_the_settings_can_be_read_again(file: Path) -> None:
    from click.testing import CliRunner

    from feedsvc.cli.root import feedsvc

    file.write_text(FEED + 'include = {publisher = ["The \\"Bay\\""], search = "a b"}\n')
    shown = CliRunner().invoke(feedsvc, ["config", "show", "--config", str(file)])
    before = load(file)
    file.write_text(shown.stdout)
    assert load(file).feeds == before.feeds
