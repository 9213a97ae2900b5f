"""Around the headline: section, byline, date and standfirst, and the headline itself."""

from bisect import bisect_left
from typing import Final

from feedsvc.extract import names
from feedsvc.extract.dates import dates_of
from feedsvc.extract.headline import Surroundings, breadcrumbs, find_headline
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.nameplate import find_nameplate
from feedsvc.extract.page import Line, key
from feedsvc.extract.verdicts import SURE, Verdict
from feedsvc.extract.vocabulary.sections import SECTIONS
from feedsvc.model import Label

_BELOW_START: Final = 24  # lines of the story among which bylines and dates are looked for
_ABOVE_HEADLINE: Final = 6
_MAX_ABOVE_HEADLINE: Final = 0.15  # of the words that both take for the story
_ABOVE_STORY: Final = 14
_BELOW_HEADLINE: Final = 8
_BELOW_END: Final = 8
_BELOW_END_NAMES: Final = 12
_LEAST_LATE: Final = 0.1  # its chance from which a name alone below the story signs it
_KICKER_LINES: Final = 3
_MAX_BYLINE_WORDS: Final = 26
_SURE_BYLINE: Final = 0.2  # the trained labeler's chance from which names are a byline
_SURE_ANYWHERE: Final = 0.3  # the same for lines below the story's first paragraphs
_SURE_UNCASED: Final = 0.6  # the same in a script without capitals
_MENU: Final = frozenset({Label.NAVIGATION, Label.CONSENT, Label.NEWSLETTER, Label.SHARE})
_SURE_NAME: Final = 0.5  # the same for a name at the top, which is the publisher's if not
_LEAST_SIGNED: Final = 0.02  # its chance below which "by" and a name are none
_LEAST_LONE: Final = 0.05  # its chance below which a name alone is none


def find_title(page: Labeling, start: int) -> None:
    """The headline, looked for above and around `start`, where the rules see the story begin."""
    page.headline = find_headline(surroundings(page, start))
    set_title(page, start)


def set_title(page: Labeling, start: int) -> None:
    """Label the page's headline, if it has one, and its copies."""
    if page.headline is None:
        return
    index = page.headline.index
    page.verdicts[index] = Verdict(Label.TITLE, page.headline.confidence, page.headline.reason)
    for copy in page.headline.copies:
        if copy != index:
            page.verdicts[copy] = Verdict(Label.REPEATED, 0.9, "it repeats the headline")
    near = [copy for copy in page.headline.copies if copy < start]
    page.anchor = max((index, *near))
    page.start = max(page.start, index + 1)


def surroundings(page: Labeling, start: int) -> Surroundings:
    """What the search for the headline may know."""
    marks = frozenset(page.dated | page.signed)
    doubtful = frozenset(
        index for index, verdict in page.verdicts.items() if verdict.confidence < SURE
    )
    barred = (frozenset(page.verdicts) - doubtful) | marks
    judged = tuple(opinion.judged for opinion in page.opinions)
    last = _last_above_story(page)
    return Surroundings(page.lines, start, barred, marks, doubtful, _menu(page), judged, last)


def _last_above_story(page: Labeling) -> int:
    """The last index that has nearly all of the story below it: what stands lower is no headline,
    however much it looks like one, and would cost the story what stands above it."""
    kept = [
        line.size * opinion.kept for line, opinion in zip(page.lines, page.opinions, strict=True)
    ]
    above, most = 0.0, _MAX_ABOVE_HEADLINE * sum(kept)
    for index, words in enumerate(kept):
        if above > most:
            return index - 1
        above += words
    return len(kept) - 1


def _menu(page: Labeling) -> frozenset[int]:
    return frozenset(at for at, verdict in page.verdicts.items() if verdict.label in _MENU)


def furnish_head(page: Labeling) -> None:
    """Section, byline, date and standfirst around the headline and above the story."""
    filled = [index for index, line in enumerate(page.lines) if not line.blank]
    anchor = page.anchor if page.headline else page.start
    start = bisect_left(filled, page.start)
    last = bisect_left(filled, _head_end(page, filled))
    ranks = {*range(max(0, start - _ABOVE_STORY), last)}
    for copy in (anchor, *_copies_above(page)):
        place = bisect_left(filled, copy)
        ranks.update(
            range(max(0, place - _ABOVE_HEADLINE), min(place + _BELOW_HEADLINE, len(filled)))
        )
    ranks |= {rank for rank, index in enumerate(filled) if _surely_signed(page, index)}
    head = [filled[rank] for rank in sorted(ranks)]
    _nameplate(page, anchor)
    for index in head:
        if page.free(index):
            _furnish(page, index, anchor)
    _kickers(page, filled, anchor)
    _lone_names(page, [index for index in head if index >= anchor])
    below = filled[bisect_left(filled, page.end) + 1 :]
    _late_date(page, below[:_BELOW_END])
    _late_name(page, below[:_BELOW_END_NAMES])


def _copies_above(page: Labeling) -> list[int]:
    """Where the headline stands, as often as it stands above the story."""
    if page.headline is None:
        return []
    return [copy for copy in (page.headline.index, *page.headline.copies) if copy < page.start]


def _late_date(page: Labeling, tail: list[int]) -> None:
    """Below the story a date counts if its line says that it is the article's."""
    if any(verdict.label is Label.DATELINE for verdict in page.verdicts.values()):
        return
    for index in tail:
        if index in page.dated and page.free(index) and _claims_date(page, index):
            reason = "a date below the story, marked as the article's"
            page.say(index, Label.DATELINE, 0.7, reason)
            return


def _late_name(page: Labeling, tail: list[int]) -> None:
    """A name alone below the story signs it, if nothing above does and the labeler agrees."""
    if any(verdict.label is Label.BYLINE for verdict in page.verdicts.values()):
        return
    for index in tail:
        sure = page.free(index) and page.opinions[index].judged.byline >= _LEAST_LATE
        if sure and names.lone_name(page.lines[index]):
            page.say(index, Label.BYLINE, 0.5, "a name alone below the story")
            return


def _claims_date(page: Labeling, index: int) -> bool:
    dates = dates_of(page.lines[index], page.language)
    return any(date.marked or date.modified for date in dates)


def _head_end(page: Labeling, filled: list[int]) -> int:
    """The index before which bylines and dates of the article may stand: its third paragraph."""
    prose = 0
    for index in filled[bisect_left(filled, page.start) :][:_BELOW_START]:
        prose += page.free(index) and page.lines[index].ends and page.lines[index].size >= 12
        if prose == 3 or index > page.end:
            return index
    return page.start


def _nameplate(page: Labeling, anchor: int) -> None:
    """The newspaper's name above menu and headline is neither byline nor section."""
    marks = page.dated | page.signed
    index = find_nameplate(page.lines, _menu(page))
    if index is None or index >= anchor or index in marks or not page.free(index):
        return
    if page.opinions[index].judged.byline < _SURE_NAME:
        page.say(index, Label.PUBLISHER, 0.6, "a name alone at the top, right above the menu")


def _furnish(page: Labeling, index: int, anchor: int) -> None:
    line = page.lines[index]
    byline = page.opinions[index].judged.byline
    if index in page.signed and byline >= _LEAST_SIGNED and (found := names.byline(line)):
        page.say(index, Label.BYLINE, 0.85, f"“{found.opener}” and a name")
    elif byline >= _least_byline(line) and line.size <= _MAX_BYLINE_WORDS and _names_any(line):
        page.say(index, Label.BYLINE, byline, f"names, and the labeler gives it {byline:.0%}")
    elif index in page.dated:
        page.say(index, Label.DATELINE, 0.85, "a date, and little else")
    elif line.key in SECTIONS and index > anchor:
        page.say(index, Label.SECTION, 0.75, "a section word below the headline")


def _least_byline(line: Line) -> float:
    """Without capitals, nothing in the line's own shape says that it is a name."""
    return _SURE_BYLINE if line.text.upper() != line.text.lower() else _SURE_UNCASED


def _surely_signed(page: Labeling, index: int) -> bool:
    near = page.anchor < index <= page.end
    return near and page.opinions[index].judged.byline >= _SURE_ANYWHERE


def _names_any(line: Line) -> bool:
    found = names.signatories(line)
    return bool(found.names or found.agencies)


def _kickers(page: Labeling, filled: list[int], anchor: int) -> None:
    """Section words right above the headline, known ones and others of their shape."""
    rank = bisect_left(filled, anchor)
    nearest = True
    for index in reversed(filled[max(0, rank - _KICKER_LINES) : rank]):
        line = page.lines[index]
        if not page.free(index):
            continue
        if line.key in SECTIONS:
            page.say(index, Label.SECTION, 0.8, "a section word above the headline")
        elif breadcrumbs(line.text):
            page.say(index, Label.SECTION, 0.7, "a path of section words above the headline")
        elif nearest and _kicker(line):
            page.say(index, Label.SECTION, 0.6, "a few words right above the headline")
        nearest = False


def _kicker(line: Line) -> bool:
    short = line.size <= 3 and len(line.text) <= 30 and "|" not in line.text
    return short and not line.ends and not any(map(str.isdigit, line.text))


def _lone_names(page: Labeling, head: list[int]) -> None:
    """Names without an opening word: beside the date, above a portrait, or below the headline."""
    if any(page.verdicts[index].label is Label.BYLINE for index in head if index in page.verdicts):
        return
    for rank, index in enumerate(head):
        name = names.lone_name(page.lines[index]) if page.free(index) else None
        if name is None or page.opinions[index].judged.byline < _LEAST_LONE:
            continue
        beside = set(head[max(0, rank - 2) : rank + 3]) - {index}
        if page.dated & beside:
            page.say(index, Label.BYLINE, 0.7, "a name beside the article's date")
        elif _known_author(page, index, key(name)):
            page.say(index, Label.BYLINE, 0.75, "a name that comes back below the story")
        elif rank <= 3 and page.lines[index].size <= 4:
            page.say(index, Label.BYLINE, 0.55, "a name right below the headline")
        else:
            continue
        if rank + 1 >= len(head) or names.lone_name(page.lines[head[rank + 1]]) is None:
            return


def _known_author(page: Labeling, index: int, name: str) -> bool:
    """The name opens a line below the story: the author's portrait."""
    below = page.lines[max(page.end - 2, index + 1) :]
    return any(line.key == name or line.key.startswith(f"{name} ") for line in below)
