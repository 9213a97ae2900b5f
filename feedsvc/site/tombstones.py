"""What stands where the page of a withdrawn article was."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from feedsvc.feeds.addresses import tombstone_file
from feedsvc.model import RenderedFile
from feedsvc.site.rendering import Site, digest, page


def tombstones(
    site: Site, entry_ids: Iterable[UUID], out: Mapping[str, str]
) -> Iterator[RenderedFile]:
    """The tombstones that are not out as they are now; `out` holds the stamps of what is out. They
    say nothing of the articles: a server that finds one answers 410 in its folder.
    """
    stamp = digest(site, "gone.html")
    for path in map(tombstone_file, entry_ids):
        if out.get(path) != stamp:
            yield replace(page("gone.html", site, path), stamp=stamp)
