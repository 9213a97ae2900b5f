"""Captions and credits, by their shape and never by one agency's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import captions
from feedsvc.extract.page import Line, read_lines
from feedsvc.model import Label


def line(text: str) -> Line:
    (found,) = read_lines(text)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "ANNA BERG/AFP visitors climb the stairs in FarneANNA BERG/AFP",
        "TOM HALE/POOL/Reuters The mayor waves from the gallery TOM HALE/POOL/Reuters",
        "LNA/EPA The lamp is cleaned at a secret hour, September 11, 2022LNA/EPA",
        "RUTH ADE/Coastal Pictures A woman holds a bell up to her earRUTH ADE/Coastal Pictures",
        "Getty Images The mayor waves from the galleryGetty Images",
        "The mayor waves from the gallery. Tom Hale/Reuters",
        "The mayor waves from the gallery. Tom Hale/Coastal Pictures",
        "The mayor waves from the gallery (Photo: Tom Hale)",
        "The mayor waves from the gallery.Tom Hale/Coastal Pictures",
        "The mayor waves from the gallery.Tom Hale, Coastal Pictures",
        "The mayor waves from the gallery. courtesy of Coastal Pictures",
        "The mayor waves from the gallery. Photograph by Tom Hale.",
        "The mayor waves to the people of Farne / Tom Hale",
        "Above: The mayor waves from the gallery of the old town hall.",
        "Unten: Die Bürgermeisterin winkt den Leuten von der Galerie zu.",
        "The mayor waves from the gallery. (AP Photo/Tom Hale)",
        "Die Bürgermeisterin winkt. Foto: dpa",
        "La maire salue. Crédit photo : Anne Berg",
        "Wagon numer trzy. Fot. Jan Kowal / Agencja Most",
        "時計台＝2025年3月12日、岡部俊撮影",
        "何守时在修理闹钟。（林晓溪 摄）",
        "The mayor waves from the gallery (file photo)",
        "Die Brücke im Nebel (Symbolbild)",
    ],
)
def test_a_line_with_a_credit_or_a_mark_is_a_caption(text: str) -> None:
    found = captions.recognize(line(text))
    assert found is not None
    assert found.label is Label.CAPTION


@pytest.mark.parametrize(
    "text",
    ["REUTERS/Nadja Wohl", "Getty Images", "Foto: Anna Berg", "(Image: © Far Star)", "© Anna Berg"],
)
def test_a_line_that_only_credits_is_a_credit(text: str) -> None:
    found = captions.recognize(line(text))
    assert found is not None
    assert found.label is Label.CREDIT


@pytest.mark.parametrize(
    "text",
    [
        "The mayor told Reuters that the bridge would open and/or close on Monday.",
        "Prices rose 24/7, she said.",
        "No means no",
        "The shop owes its warmth to the courtesy of light from a lamp in the yard.",
        "She prefers the harbor, above all in winter: the ice sings.",
        "Offers / Services",
        "See the price list of the shop at farne.example.com",
        "The either/or question of the week is whether the bridge will open.",
        "She has worked for AFP.",
        "November 19, 2019 / 8:16 AM",
        "He said: the bridge is open.",
        "",
    ],
)
def test_prose_and_dates_are_neither(text: str) -> None:
    assert captions.recognize(line(text)) is None


def test_the_other_caption_stands_beside_a_credit() -> None:
    credited = line("ANNA BERG/AFP visitors climb the stairsANNA BERG/AFP")
    verdict = captions.recognize(credited)
    assert verdict is not None
    assert captions.where_second(credited, verdict) == (1, -1)
    second = captions.second_caption(line("Holm and Ness waved at the crowd on June 19"), verdict)
    assert second is not None
    assert second.label is Label.CAPTION
    assert captions.second_caption(line("In June, the mayor praised the tower."), verdict) is None
    assert captions.second_caption(line("What next"), verdict) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=300))
def test_no_text_raises(text: str) -> None:
    found = captions.recognize(line(text))
    assert found is None or found.label in (Label.CAPTION, Label.CREDIT)
