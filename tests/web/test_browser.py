"""The pages in a real browser: accessible, quiet, and readable on a wide and a narrow screen.

axe-core comes from npm (`npm install --no-save axe-core` in the repository, or its path in
AXE_CORE); the browser is the system's Chromium.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bay import make_change, make_history

from feedsvc import feeds, site
from feedsvc.feeds import Addresses, Member
from feedsvc.model import Entry, FeedContent, FeedDefinition
from feedsvc.site import Background, Elsewhere, ShownFeed, Site
from feedsvc.site.lists import archive_list_page, feed_page
from feedsvc.web import Health, Server, Wiring, bind, create_app

AXE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = [("light", 1280), ("light", 390), ("dark", 1280), ("dark", 390)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def entries(make_entry: Callable[..., Entry]) -> list[Entry]:
    html = (
        "<p>First.</p><h2>Then</h2><ul><li>one</li></ul><blockquote><p>Quoted.</p></blockquote>"
        '<p><a href="https://x.example/">a link</a></p>'
        f"<table><tr><th>a</th><td>b</td><td>{'c' * 90}</td></tr></table>"
        f"<pre>{'long ' * 60}</pre><p>{'Donaudampfschifffahrt' * 12}</p>"
    )
    return [
        make_entry(3, content=html, publisher="Harbor Gazette", rights="© Harbor Gazette"),
        make_entry(2, title="港の朝市が再開", content="<p>港に市が戻った。</p>", language="ja"),
        make_entry(1, title="عودة العبّارة", content="<p>تعود العبّارة.</p>", language="ar"),
        make_entry(0, title="W" * 300, summary="", authors=(), language="und", url=None),
    ]


@pytest.fixture
def home(
    tmp_path: Path,
    bay: Site,
    entries: list[Entry],
    publish_site: Callable[[Path, list[Entry], Site], None],
) -> Iterator[str]:
    listener = bind("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    revisions = FeedDefinition(slug="revisions", title="Revisions", of=FeedContent.REVISIONS)
    local = replace(
        bay, addresses=Addresses(url), offers_search=True, feeds=(*bay.feeds, revisions)
    )
    publish_site(tmp_path / "site", entries, local)
    publish_history(tmp_path / "site", entries, local)
    wiring = Wiring(health=lambda: Health(is_well=True, details={}), search=lambda *_: entries)
    server = Server(create_app(tmp_path / "site", local, wiring), listener, stop_seconds=1)
    server.start()
    yield url
    server.stop()
    assert server.wait(10)


def publish_history(directory: Path, entries: list[Entry], shown: Site) -> None:
    """Pages that need more than entries: a history, archives."""
    definition = replace(shown.feeds[0], max_entries=2)
    members = [Member(entry_id=one.id, first_seen=one.first_seen, revision=1) for one in entries]
    archives = feeds.archives(definition, members, shown.addresses).closed
    history = make_history()
    earlier = make_change("港の朝。", "港の夜。", id=UUID(int=7), seen=entries[0].first_seen)
    background = Background(
        history=replace(history, changes=(*history.changes, earlier)),
        copies=(Elsewhere(publisher="Coast Courier", url="https://coast.example/"),),
        related=tuple(entries[:2]),
    )
    revised = replace(entries[-1], revision=2, updated=history.changes[0].seen)
    listed = ShownFeed(definition=definition, entries=entries, archives=archives)
    site.write(
        directory,
        [
            *site.pages_of(shown, revised, background),
            *(site.archive_page(shown, definition, archive, entries) for archive in archives),
            archive_list_page(shown, listed),
            feed_page(shown, listed),
        ],
    )


@pytest.fixture
def urls(home: str, entries: list[Entry]) -> list[str]:
    paths = [
        *("", "feeds/all/", "feeds/all/about/", "feeds/revisions/about/", "feeds/all/archive/"),
        *("feeds/all/archive/2/2026-03/1/", "subscribe/", "nothing/here", "410.html"),
        *("search?q=ferry", "search?q=ferry&page=2", f"articles/{entries[-1].id}/history/"),
    ]
    return [home + path for path in (*paths, *(f"articles/{entry.id}/" for entry in entries))]


def page_of(chromium: Any, scheme: str, width: int, **options: Any) -> Any:
    viewport = {"width": width, "height": 900}
    return chromium.new_context(color_scheme=scheme, viewport=viewport, **options).new_page()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_axe_finds_no_violation(chromium: Any, urls: list[str], scheme: str, width: int) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    page = page_of(chromium, scheme, width, bypass_csp=True)
    for url in urls:
        page.goto(url)
        page.add_script_tag(path=AXE)
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert len(result["passes"]) > 10, "axe did not look"
        found = [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]]
        assert not found, url
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_pages_fit_the_screen_and_ask_nobody_else(
    chromium: Any, urls: list[str], home: str, scheme: str, width: int
) -> None:
    page = page_of(chromium, scheme, width, java_script_enabled=True)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for url in urls:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    assert all(url.startswith(home) for url in asked)
    assert [text for text in said if "404" not in text] == []  # the 404 page is one of them
    page.context.close()


def test_everything_can_be_reached_with_the_keyboard(chromium: Any, home: str) -> None:
    page = page_of(chromium, "light", 1280)
    page.goto(home)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["width"] > 50
    links = page.locator("a").count()
    for _ in range(links):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") in {"A", "BODY"}
    page.context.close()


def test_what_did_not_change_opens_without_a_script(
    chromium: Any, home: str, entries: list[Entry]
) -> None:
    page = page_of(chromium, "light", 390, java_script_enabled=False)
    page.goto(f"{home}articles/{entries[-1].id}/history/")
    hidden = page.locator("details p").first
    assert not hidden.is_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert hidden.is_visible()
    page.context.close()


def test_a_script_that_slipped_through_does_not_run(
    chromium: Any,
    tmp_path: Path,
    bay: Site,
    make_entry: Callable[..., Entry],
    publish_site: Callable[[Path, list[Entry], Site], None],
) -> None:
    """FAULTS H1: the policy stands behind the sanitizer. The control: without it, it does run."""
    evil = "<p>x</p><script>document.title = 'ran'</script>"
    entry = make_entry(0, content=evil)
    publish_site(tmp_path / "site", [entry], bay)
    wiring = Wiring(health=lambda: Health(is_well=True, details={}))
    server = Server(
        create_app(tmp_path / "site", bay, wiring), bind("127.0.0.1", 0), stop_seconds=1
    )
    server.start()
    url = f"http://127.0.0.1:{server.port}/articles/{entry.id}/"
    titles = []
    for bypass in (False, True):
        page = page_of(chromium, "light", 1280, bypass_csp=bypass)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(100)
        titles.append(page.title())
        page.context.close()
    server.stop()
    assert server.wait(10)
    assert titles[0] != "ran"
    assert titles[1] == "ran"
