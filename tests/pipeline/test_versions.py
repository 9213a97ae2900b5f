"""Versions on their way: from dumps to the page that tells them, the feed of changes, and `why`."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from journey_world import Launcher, World, article

FEEDS = json.dumps(
    [
        {"slug": "all", "title": "All"},
        {"slug": "changes", "title": "Changes", "of": "revisions", "max_entries": 2},
    ]
)
CHANGES = "feeds/changes/feed.json"


@pytest.fixture
def told(world: World) -> World:
    return World(folder=world.folder, more={"FEEDSVC_FEEDS": FEEDS})


def text(
    crowns: int, *, title: str = "Ferry returns to the north shore", word: str = "said"
) -> str:
    return article(7, title=title, extra=f"The council {word} that it would cost {crowns} crowns.")


def run(world: World, launcher: Launcher, *files: str) -> None:
    """Put these versions into the inbox and take them, one after another."""
    for content in files:
        number = len(list(world.inbox.iterdir()))
        world.put(f"{number}.txt", content, age_seconds=1000 - number)
        assert launcher.run(world, "ingest").status == 0


def items(world: World, path: str = CHANGES) -> list[Mapping[str, Any]]:
    document: dict[str, Any] = json.loads((world.site / path).read_text())
    return list(document["items"])


def test_each_material_change_is_one_item_with_its_marks(told: World, launcher: Launcher) -> None:
    run(told, launcher, text(41), text(52))
    (article_item,) = items(told, "feeds/all/feed.json")
    (item,) = items(told)
    assert item["id"] != article_item["id"]
    assert item["summary"] == "Numbers changed: 41 → 52."
    assert "<del>41</del> <ins>52</ins>" in item["content_html"]
    page, anchor = item["url"].split("#")
    assert page == f"{article_item['url']}history/"
    file = page.split("/", 3)[3] + "index.html"
    assert f'id="{anchor}"' in (told.site / file).read_text()
    before = told.site_bytes()
    run(told, launcher, text(52, word="told us"))
    assert items(told) == [item], "a cosmetic change is no item"
    after = told.site_bytes()
    changed = {path for path in before if before[path] != after[path]}
    assert changed, "but the article's pages tell of it"
    assert all(path.startswith("articles/") for path in changed)


def test_an_older_version_that_arrives_late_is_history(told: World, launcher: Launcher) -> None:
    """By the publisher's own dates. The item, its feed and its `updated` stay as they are."""

    def dated(day: int, crowns: int) -> str:
        title, _, rest = text(crowns).partition("\n\n")
        return f"{title}\n\n{day} March 2026\n\n{rest}"

    run(told, launcher, dated(2, 41), dated(6, 52))
    before, changes = items(told, "feeds/all/feed.json"), items(told)
    run(told, launcher, dated(4, 63))
    assert items(told, "feeds/all/feed.json") == before
    assert items(told) == changes
    (history,) = told.site.glob("articles/*/history/index.html")
    assert "An older or shorter version that came later." in history.read_text()


def test_changes_have_the_same_ids_after_a_rebuild(told: World, launcher: Launcher) -> None:
    run(told, launcher, *(text(crowns) for crowns in (41, 52, 63, 74)))
    shown = [item["id"] for item in items(told)]
    archived = [item["id"] for path in archives(told) for item in items(told, path)]
    assert len(set(shown) | set(archived)) == 3, "the feed and its archives hold every change"
    told.database.unlink()
    assert launcher.run(told, "ingest").status in {0, 1}
    assert launcher.run(told, "publish", "--accept", "changes", "--accept", "all").status == 0
    again = {item["id"] for path in (CHANGES, *archives(told)) for item in items(told, path)}
    assert again == set(shown) | set(archived)


def archives(world: World) -> list[str]:
    return sorted(
        str(path.relative_to(world.site))
        for path in world.site.glob("feeds/changes/archive/**/feed.json")
    )


def test_pages_of_archives_have_their_place_and_go_with_their_feed(
    told: World, launcher: Launcher
) -> None:
    run(told, launcher, *(text(crowns) for crowns in (41, 52, 63, 74)))
    (folder,) = {path.rpartition("/")[0] for path in archives(told)}
    page = (told.site / folder / "index.html").read_text()
    assert page.count('class="teaser"') == 2
    without = World(folder=told.folder)
    assert launcher.run(without, "publish").status == 0
    assert not (told.site / folder).exists()


def test_why_tells_every_version_with_its_kind_and_evidence(
    told: World, launcher: Launcher
) -> None:
    run(told, launcher, text(41), text(52), text(52, word="told us"))
    answer = launcher.run(told, "why", "inbox/0.txt", "--json").json
    assert [
        (one["path"], one["kind"], one["took_over"], one["is_shown"]) for one in answer["versions"]
    ] == [
        ("0.txt", None, False, False),
        ("1.txt", "material", True, True),
        ("2.txt", "cosmetic", False, False),
    ]
    printed = launcher.run(told, "why", "inbox/2.txt").out
    assert re.search(r"2\. .* UTC, material, shown now: Ferry returns", printed)
    assert "numbers changed: 41 → 52" in printed
    assert re.search(r"3\. .* UTC, cosmetic: Ferry returns", printed)
