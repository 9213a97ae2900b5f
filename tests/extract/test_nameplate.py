"""The newspaper's name at the top of a page is neither headline nor byline nor section."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.extract import extract
from feedsvc.extract.nameplate import find_nameplate
from feedsvc.extract.page import read_lines
from feedsvc.formats import read
from feedsvc.model import Article, Label, Record, Refined

FRENCH = """\
Le vieux four du hameau a été rallumé samedi, devant une centaine de voisins venus avec leur pâte.

La porte de fonte, rouillée depuis 1958, a été réparée par deux anciens élèves du lycée technique.

« Le plus dur, c'est la patience », raconte Odile Marchand, présidente de l'association du hameau.

Le pain sera vendu le dimanche matin, et la recette ira tout entière à la réfection de la gazette.
"""
GERMAN = """\
Der Gemeinderat hat am Montag beschlossen, die alte Brücke über den Mühlbach nicht abzureißen.

„Sie trägt uns seit hundert Jahren“, sagte der Bürgermeister, der selbst jeden Tag darüber geht.

Die Kosten der Reparatur sollen sich auf vierzigtausend Euro belaufen, wie die Verwaltung mitteilte.
"""
JAPANESE = """\
山あいの村の郵便局が来年春に図書室を兼ねることになり、局長の森田一郎さんが九日に発表した。

村には本屋がなく、子どもたちは隣の町まで一時間かけてバスで通っていたという。

「手紙を出すついでに本を借りてほしい」と森田さんは話し、棚を自分で作り始めている。
"""
ENGLISH = """\
The post bus of Tarnby will drive up to the summit again, the town council decided on Monday.

"We have missed it more than the snow," said Ida Kroll, who keeps the inn below the ridge.

The road had been closed since a rockfall in March, and the post came by mule for eight months.
"""


def refined(text: str) -> Refined:
    (record,) = read(text.encode())
    assert isinstance(record, Record)
    found = extract(record)
    assert isinstance(found, Refined)
    return found


def article(text: str) -> Article:
    return refined(text).article


@pytest.mark.parametrize(
    ("name", "menu", "headline", "byline", "story", "author"),
    [
        (
            "La Gazette du Hameau",
            "Accueil\nSe connecter",
            "Le four de Saint-Aubrac chauffe à nouveau après un demi-siècle de froid",
            "Par Lucie Ferrand",
            FRENCH,
            "Lucie Ferrand",
        ),
        (
            "Der Bote von Mühlbach",
            "Startseite\nPolitik",
            "Gemeinde streitet über die älteste Brücke im Tal",
            "Von Jörg Weiß",
            GERMAN,
            "Jörg Weiß",
        ),
        (
            "青嶺新聞",
            "ホーム\nログイン",
            "山の郵便局、来年春から図書室に",
            "記者 高橋ゆり",
            JAPANESE,
            "高橋ゆり",
        ),
        (
            "The Tarnby Post",
            "Home",
            "Post bus of Tarnby climbs again",
            "By Agnes Holt",
            ENGLISH,
            "Agnes Holt",
        ),
    ],
)
def test_the_headline_stands_below_name_and_menu(
    name: str, menu: str, headline: str, byline: str, story: str, author: str
) -> None:
    found = refined(f"{name}\n{menu}\n\n{headline}\n{byline}\n\n{story}")
    assert found.article.title == headline
    assert found.article.standfirst is None
    assert found.article.authors == (author,)
    assert name not in found.article.categories
    assert found.lines[0].label is Label.PUBLISHER


def test_a_page_title_above_the_menu_is_the_headline_where_no_other_line_is_one() -> None:
    page = f"Post Bus Climbs Again\nHome\n\nBy Agnes Holt\n\n{ENGLISH}"
    assert article(page).title == "Post Bus Climbs Again"


def test_the_publisher_is_no_category_and_a_newspaper_no_author() -> None:
    foot = "© 2025 Tarnby Courier"
    page = f"Tarnby Courier\nPost bus climbs again\nBy Agnes Holt and Tarnby Courier\n\n{ENGLISH}\n"
    found = article(page + foot)
    assert found.publisher == "Tarnby Courier"
    assert found.authors == ("Agnes Holt",)
    assert found.categories == ()


def test_who_publishes_alone_is_the_author_of_it() -> None:
    page = (
        f"Post bus climbs again | Agnes Holt\n\nPost bus climbs again\nBy Agnes Holt\n\n{ENGLISH}"
    )
    found = article(f"{page}\n© 2025 Agnes Holt")
    assert found.publisher == "Agnes Holt"
    assert found.authors == ("Agnes Holt",)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "The Tarnby Post",
        "The Tarnby Post\nPost bus climbs again",  # no menu
        "Post bus climbs again\nHome",  # a sentence's words
        "The Tarnby Post: news\nHome",
        "The Tarnby Post 1987\nHome",
        "The Post Climbs!\nHome",
        "Politics\nHome",
        "Bus Climbs\nHome\nBus climbs",  # the page's own title
        "山の郵便局\nHome",
        "Post Bus Of The Tall Ridge\nHome",
    ],
)
def test_other_first_lines_are_no_nameplate(page: str) -> None:
    lines = read_lines(page)
    menu = frozenset(at for at, line in enumerate(lines) if line.text == "Home")
    assert find_nameplate(lines, menu) is None


@given(st.text(max_size=60), st.frozensets(st.integers(0, 6)))
def test_a_nameplate_is_the_first_line_with_words(text: str, menu: frozenset[int]) -> None:
    lines = read_lines(text)
    found = find_nameplate(lines, menu)
    assert found is None or (found not in menu and all(line.blank for line in lines[:found]))
