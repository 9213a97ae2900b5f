"""Names: people only, without roles and places, agencies apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import names
from feedsvc.extract.page import Line, read_lines


def line(text: str) -> Line:
    (found,) = read_lines(text)
    return found


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("BY JANE ROE AND JOHN DOE", ("Jane Roe", "John Doe")),
        ("By Jane Roe, Science Editor", ("Jane Roe",)),
        ("By Jane Roe in Farne and John Doe, with Northwire", ("Jane Roe", "John Doe")),
        ("Written by Jane O’Roe-Smith | March 5, 2024", ("Jane O’Roe-Smith",)),
        ("ByJane Roe", ("Jane Roe",)),
        ("By Jane RoeStaff Writer", ("Jane Roe",)),
        ("By Jane Roe Jul 19, 2026", ("Jane Roe",)),
        ("By Theresa May", ("Theresa May",)),
        ("Analysis by Jane Roe, Fenland Editor-at-large", ("Jane Roe",)),
        ("Von Jane Roe, Zürich", ("Jane Roe",)),
        ("von Till Eckhof , Max Bernau", ("Till Eckhof", "Max Bernau")),
        ("Kolumne von Jane Roe", ("Jane Roe",)),
        (
            "Von Thekla Rosenow und Ansgar von der Viebig",
            ("Thekla Rosenow", "Ansgar von der Viebig"),
        ),
        ("Par Élodie d’Arc", ("Élodie d’Arc",)),
        ("Por María José de la Cruz", ("María José de la Cruz",)),
        ("Door: Maartje Zonderland", ("Maartje Zonderland",)),
        ("Текст: Варвара Тихомирова", ("Варвара Тихомирова",)),
        ("文＝水野佳奈", ("水野佳奈",)),
        ("水野佳奈 記者", ("水野佳奈",)),
        ("한서율 기자 seoyul@eunsol.example", ("한서율",)),
        ("كتبت: ليلى المنصوري", ("ليلى المنصوري",)),
    ],
)
def test_a_byline_names_its_people(text: str, people: tuple[str, ...]) -> None:
    found = names.byline(line(text))
    assert found is not None
    assert found.names == people


def test_an_agency_is_kept_apart() -> None:
    found = names.byline(line("By Jane Roe and Reuters"))
    assert found is not None
    assert (found.names, found.agencies) == (("Jane Roe",), ("Reuters",))


@pytest.mark.parametrize(
    "text",
    [
        "By the time the mayor arrived, the bridge had already been closed for an hour.",
        "By continuing you agree",
        "Von wegen",
        "Di sera",
        "Share this with your friends",
        "",
    ],
)
def test_what_only_opens_like_a_byline_is_none(text: str) -> None:
    found = names.byline(line(text))
    assert found is None or found.names == ()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Additional reporting by Paula Kerr, Kim Ong and Nils Marr.",
         ("Paula Kerr", "Kim Ong", "Nils Marr")),
        ("(Reporting by Thandi Brook; Editing by Saul Whitcombe)",
         ("Thandi Brook", "Saul Whitcombe")),
        ("Paula Kerr and Kim Ong contributed to this report.", ("Paula Kerr", "Kim Ong")),
        ("Mitarbeit: Paula Kerr", ("Paula Kerr",)),
    ],
)  # fmt: skip
def test_who_helped_is_named(text: str, people: tuple[str, ...]) -> None:
    found = names.contributors(line(text))
    assert found is not None
    assert found.names == people


def test_a_name_alone_is_a_name_and_a_menu_word_is_not() -> None:
    assert names.lone_name(line("Jane Roe")) == "Jane Roe"
    assert names.lone_name(line("Jane Roe, Science Editor")) == "Jane Roe"
    for text in ("Science", "Share Article", "Latest News", "Jane slept.", "the mayor", ""):
        assert names.lone_name(line(text)) is None


def test_a_portrait_speaks_of_the_author() -> None:
    assert names.portrait(line("Jane Roe is a staff writer in Farne."), [])
    assert names.portrait(line("Jane Roe lives in Farne."), ["jane roe"])
    assert not names.portrait(line("The mayor lives in Farne."), ["jane roe"])


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=200))
def test_no_text_raises(text: str) -> None:
    given_line = line(text)
    for found in (names.byline(given_line), names.contributors(given_line)):
        assert found is None or found.names or found.agencies
    names.lone_name(given_line)
    names.portrait(given_line, ["jane roe"])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("byJane Roe", ("Jane Roe",)),
        ("Jane RoeThe Farne Gazette", ("Jane Roe",)),
        ("Jane Roe7 hours ago", ("Jane Roe",)),
        ("Jane Roe@janeroe", ("Jane Roe",)),
        ("Jane McRoe and John Doe", ("Jane McRoe", "John Doe")),
        ("By Jane Roe For Farne.Example", ("Jane Roe",)),
        ("By Jane White", ("Jane White",)),
        ("Read our terms", ()),
    ],
)
def test_who_signs_a_known_byline_whatever_its_shape(text: str, people: tuple[str, ...]) -> None:
    assert names.signatories(line(text)).names == people


@pytest.mark.parametrize(
    ("rest", "people"),
    [
        (" - Jane Roe", ("Jane Roe",)),
        ("By Jane Roe In", ("Jane Roe",)),
        ("Gespeichert von kelpfisher am  -", ("kelpfisher",)),
        ("Posted by the editors on", ()),
        ("Last Updated", ()),
        ("Wednesday", ()),
    ],
)
def test_who_is_named_beside_a_date(rest: str, people: tuple[str, ...]) -> None:
    assert names.beside_date(rest) == people
