"""What a publisher repeats is learned from its folder and left out of what comes next."""

import re
from collections.abc import Iterator

from journey_world import World, article

from feedsvc.cli.inspecting import inspect_dump
from feedsvc.model import Entry
from feedsvc.services import open_services
from feedsvc.store import entries

BOX = "The tide turned at noon on Friday, and the keeper of the bell rang it in, as she always has."


def page(number: int, *, box: str = BOX, rewritten: bool = False) -> str:
    """Article `number` with the publisher's box between its paragraphs."""
    headline, first, *others = article(number, paragraphs=5).strip().split("\n\n")
    if rewritten:
        others[-1] = article(number + 500, paragraphs=1).strip().split("\n\n")[1]
    return "\n\n".join((headline, first, others[0], box, *others[1:])) + "\n"


def shown(world: World) -> Iterator[Entry]:
    """What the store shows, in the order of arrival."""
    with open_services(world.settings()) as services, services.database.reading() as transaction:
        yield from sorted(entries.newest(transaction, 50), key=lambda entry: entry.first_seen)


def test_a_box_is_story_once_and_then_never_again(world: World) -> None:
    for number in range(3):
        world.put(f"courier/{number}.txt", page(number))
        world.ingest()
    first, second, third = shown(world)
    assert BOX in first.article.text
    assert BOX not in second.article.text
    assert BOX not in third.article.text + third.article.content
    headline, *paragraphs = article(2, paragraphs=5).strip().split("\n\n")
    assert (third.article.title, third.article.text) == (headline, "\n\n".join(paragraphs))


def test_the_folders_of_two_publishers_are_told_apart(world: World) -> None:
    world.put("courier/one.txt", page(1))
    world.put("post/two.txt", page(2))
    world.ingest()
    assert all(BOX in entry.article.text for entry in shown(world))


def test_a_version_of_the_same_article_repeats_nothing(world: World) -> None:
    world.put("courier/one.txt", page(1))
    world.ingest()
    world.put("courier/later.txt", page(1, rewritten=True))
    world.ingest()
    (entry,) = shown(world)
    assert BOX in entry.article.text, "no other article has it"


def test_a_page_that_is_scraped_again_is_compared_without_what_was_learned_since(
    world: World,
) -> None:
    world.put("courier/one.txt", page(1))
    world.ingest()
    (before,) = shown(world)
    world.put("courier/two.txt", page(2))
    world.ingest()
    world.put("courier/one-again.txt", re.sub(r"\A", "Menu\n\nCourier\n\n", page(1)))
    report = world.ingest().ingest
    assert report.counts.get("revised", 0) + report.counts.get("duplicate", 0) == 1
    after, _ = shown(world)
    assert after == before, "the box is gone from the new version, and that is no news"


def test_ids_do_not_depend_on_what_was_learned(world: World) -> None:
    for number in range(3):
        world.put(f"courier/{number}.txt", page(number))
    world.ingest()
    learned = {entry.id for entry in shown(world)}
    world.database.unlink()
    world.ingest(extract={"heed_repeats": False})
    assert {entry.id for entry in shown(world)} == learned
    assert all(BOX in entry.article.text for entry in shown(world))


def test_inspect_says_in_how_many_articles_a_line_stands(world: World) -> None:
    for number in range(2):
        world.put(f"courier/{number}.txt", page(number))
    world.ingest()
    path = world.put("courier/2.txt", page(2))
    (record,) = inspect_dump(world.settings(), path).records
    (line,) = (line for line in record.extraction.lines if line.text == BOX)
    assert line.reason == "it also stands in 2 other articles of the publisher"
    world.ingest()
    (_, _, entry) = shown(world)
    assert record.would_be == f"new, as {entry.urn}"
