"""Every line of a page gets one label, with a confidence and a reason in words.

`label_lines` is the one way in. The order of decisions: what gives itself away (furniture,
pictures), the story's lines (`blend`: the trained labeler and the rules), the headline above
them, what stands between the two (byline, date, section, standfirst), and the rest by its place.
"""

from dataclasses import replace
from typing import Final

from feedsvc.extract import captions, furniture, names
from feedsvc.extract.blend import BlendPolicy, Guess, blend, stretch
from feedsvc.extract.body import label_story, label_tail
from feedsvc.extract.dates import dates_of
from feedsvc.extract.dating import tell_date
from feedsvc.extract.head import find_title, furnish_head, set_title
from feedsvc.extract.headline import Headline
from feedsvc.extract.hints import hints
from feedsvc.extract.labeling import Labeling, Witness
from feedsvc.extract.page import Line
from feedsvc.extract.publisher import publisher_line
from feedsvc.extract.repeats import NOTHING, Repeats, heed
from feedsvc.extract.standfirst import tell_standfirst
from feedsvc.extract.story import Span, find_story
from feedsvc.model import Label

_MAX_MARK_WORDS: Final = 26


def label_lines(
    lines: tuple[Line, ...],
    language: str,
    policy: BlendPolicy | None = None,
    witness: Witness | None = None,
    repeats: Repeats = NOTHING,
) -> Labeling:
    """One verdict for each line that is not blank, by index, and the fields found on the way.

    Linear in the length of the page. `language` (BCP 47, may be "und") tells day from month;
    `repeats` are lines that the publisher repeats. A `witness` knows more of the page than its
    lines tell.
    """
    page = first_look(lines, language, witness)
    guess = page.guess
    if witness is not None:
        opinions = witness.opine(page, guess)
    else:
        alone = Guess(lines, page.verdicts, frozenset(page.dated | page.signed), guess)
        opinions = blend(alone, hints(page), policy or BlendPolicy())
    page.opinions = heed(lines, opinions, repeats)
    page.start, page.end = stretch(lines, page.opinions) or (len(lines), len(lines) - 1)
    agreed = guess is not None and guess[0] <= page.end and page.start <= guess[1]
    if witness is not None and witness.headline is not None:
        page.headline = _over_story(witness.headline, page)
        set_title(page, page.start)
    else:
        find_title(page, guess[0] if guess and agreed else page.start)
    _second_captions(page)
    if witness is None:
        _beside_full_pictures(page, guess)
    furnish_head(page)
    tell_date(page)
    tell_standfirst(page)
    label_tail(page)
    label_story(page)
    _outside(page)
    return page


def first_look(lines: tuple[Line, ...], language: str, witness: Witness | None = None) -> Labeling:
    """What the rules see by themselves, before the trained labeler is asked."""
    page = Labeling(lines, language)
    page.verdicts.update(witness.verdicts if witness else {})
    _recognize(page)
    _mark(page)
    page.guess = find_story(lines, page.verdicts, frozenset(page.dated | page.signed))
    return page


def _over_story(headline: Headline, page: Labeling) -> Headline | None:
    """The headline by the copy of it that has most of the story below, if there is one.

    A page without a heading may repeat its title in its footer only, or in a link to itself.
    """
    kept = [index for index, opinion in enumerate(page.opinions) if opinion.kept]
    below = sum(page.lines[index].size for index in kept if index > headline.index)
    if 2 * below >= sum(page.lines[index].size for index in kept):
        return headline
    above = [copy for copy in headline.copies if copy <= page.start]
    return replace(headline, index=max(above)) if above else None


def _recognize(page: Labeling) -> None:
    for index, line in enumerate(page.lines):
        if line.blank or index in page.verdicts:
            continue
        if verdict := captions.recognize(line) or furniture.recognize(line):
            page.verdicts[index] = verdict
        elif _menu_bar(line):
            page.say(index, Label.NAVIGATION, 0.8, "a bar of menu words")
        elif publisher_line(line):
            page.say(index, Label.PUBLISHER, 0.85, "a site's name with a year")


def _menu_bar(line: Line) -> bool:
    """`News | Reviews | Recipes`."""
    parts = line.text.split("|")
    return len(parts) >= 3 and all(0 < len(part.split()) <= 3 for part in parts) and not any(
        map(str.isdigit, line.text)
    )  # fmt: skip


def _mark(page: Labeling) -> None:
    """Bylines and lines that date, wherever they stand."""
    for index, line in enumerate(page.lines):
        if page.free(index) and line.size <= _MAX_MARK_WORDS:
            if dates_of(line, page.language):
                page.dated.add(index)
            if _is_byline(line):
                page.signed.add(index)


def _is_byline(line: Line) -> bool:
    found = names.byline(line)
    return found is not None and bool(found.names or found.agencies)


def _second_captions(page: Labeling) -> None:
    """The other caption line of a credited picture: right below it, or else right above."""
    for index, verdict in tuple(page.verdicts.items()):
        below = _beside(page, index, 1)
        if verdict.label is Label.CREDIT and below is not None and _is_caption(page, below):
            continue  # the credit stands above its caption
        for step in captions.where_second(page.lines[index], verdict):
            beside = _beside(page, index, step)
            if beside is None or not page.free(beside):
                continue
            if beside in page.dated or beside in page.signed:
                continue
            if second := captions.second_caption(page.lines[beside], verdict):
                page.verdicts[beside] = second
                break


def _beside_full_pictures(page: Labeling, guess: Span | None) -> None:
    """A sentence beside a picture that has both its caption lines is no third: it is the story's.

    Near captions the trained labeler takes a short sentence for one; the rules know better.
    """
    first, last = guess or (len(page.lines), -1)
    opinions = list(page.opinions)
    for index in range(max(first, page.start), min(last, page.end) + 1):
        sentence = page.free(index) and page.lines[index].ends and not opinions[index].note
        if sentence and (_has_both(page, index, 1) or _has_both(page, index, -1)):
            opinions[index] = replace(opinions[index], kept=True)
    page.opinions = tuple(opinions)


def _has_both(page: Labeling, index: int, step: int) -> bool:
    """Whether two caption lines follow in this direction."""
    near = _beside(page, index, step)
    if near is None or not _is_caption(page, near):
        return False
    far = _beside(page, near, step)
    return far is not None and _is_caption(page, far)


def _is_caption(page: Labeling, index: int) -> bool:
    verdict = page.verdicts.get(index)
    return verdict is not None and verdict.label is Label.CAPTION


def _beside(page: Labeling, index: int, step: int) -> int | None:
    """The next line that is not empty, over at most one empty line."""
    for distance in (1, 2):
        other = index + step * distance
        if not 0 <= other < len(page.lines):
            return None
        if page.lines[other].text:
            return other
    return None


def _outside(page: Labeling) -> None:
    for index, line in enumerate(page.lines):
        if line.blank:
            continue
        if (opinion := page.opinions[index]).note:
            page.say(index, opinion.otherwise, 1 - opinion.chance, opinion.note)
        elif index < page.start:
            page.say(index, Label.NAVIGATION, 0.6, "it stands above the story")
        else:
            page.say(index, Label.RELATED, 0.6, "it stands below the story")
