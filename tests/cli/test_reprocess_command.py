"""`feedsvc reprocess`, as a person runs it."""

from journey_world import Launcher, World, article

BOX = "The tide turned at noon on Friday, and the keeper of the bell rang it in, as she always has."


def _page(number: int) -> str:
    headline, first, *others = article(number, paragraphs=5).strip().split("\n\n")
    return "\n\n".join((headline, first, others[0], BOX, *others[1:])) + "\n"


def test_reprocess_tells_first_and_then_does(world: World, launcher: Launcher) -> None:
    for number in range(3):
        world.put(f"courier/{number}.txt", _page(number), age_seconds=100 - number)
    assert launcher.run(world, "ingest").status == 0
    told = launcher.run(world, "reprocess", "--dry-run")
    assert told.status == 0
    assert told.out.splitlines()[0] == "3 versions: 2 as before, 1 would read anew"
    assert f"-{BOX}" in told.out
    assert "decided anew: 0 would merge, 0 would come apart, 0 would come up as new" in told.out
    done = launcher.run(world, "reprocess", "--json")
    assert done.status == 0
    assert sum(done.json["reprocess"]["kinds"].values()) == 1
    assert done.json["publish"]["written"]
    again = launcher.run(world, "reprocess")
    assert again.out.splitlines()[0] == "3 versions: 3 as before, 0 read anew"
