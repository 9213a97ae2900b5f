"""Dumps of HTML are read in a process of their own: its parsers are native code."""

import os

from journey_world import World, article

from feedsvc.services import open_services
from feedsvc.store import entries

TELLING = {"summarizer": "telling_process:summarize"}


def html(number: int) -> str:
    headline, *paragraphs = article(number).strip().split("\n\n")
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!DOCTYPE html><html><body><article><h1>{headline}</h1>{told}</article></body></html>"


def test_text_is_read_here_and_html_elsewhere(world: World) -> None:
    world.put("text.txt", article(1), age_seconds=10)
    world.put("page.html", html(2), age_seconds=5)
    report = world.ingest(summary=TELLING)
    assert report.ingest.counts["new"] == 2
    with open_services(world.settings()) as services, services.database.reading() as transaction:
        page, text = (entry.article.summary for entry in entries.newest(transaction, 2))
    here = f"Process {os.getpid()} has read"
    assert text.startswith(here)
    assert page.startswith("Process ")
    assert not page.startswith(here)
