"""Sentences: what ends one, and the many stops that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text import sentences

CASES = [
    ("en", "Mr. Smith met J. K. Rowling at 3.5 p.m. in St. Louis.| “Are you there?” he asked."),
    ("en", "“No.”| She left.| The U.S. Army said no.| It moved to the U.S.| The end."),
    ("en", "Prices rose to $1.5 trillion in Dec. 2023.| No. 10 declined…| But he went on."),
    ("en", "John F. Kennedy Jr. said yes!| Really?!| Yes."),
    ("en", "See e.g. Smith et al. for more.| It costs approx. 5 lbs. per bag."),
    ("en", "He works for Apple Inc. as an engineer.| It ended at 5 a.m.| Then he slept."),
    ("en", "It was plan B.| The mayor agreed."),
    ("en", "(It was late.)| She slept.| [Sic.]| All was well."),
    (
        "de",
        "Am 3. Oktober kam Dr. Müller, z. B. mit dem Zug.| Er sagte: „Das ist gut.“| Dann ging er.",
    ),
    ("de", "Das kostete 3.000 Euro.| 2024 war gut.| Der 2. Weltkrieg endete."),
    ("fr", "M. Macron a dit « oui. »| Il part.| Mme. Dupont aussi."),
    ("es", "¿Cuándo llega el Sr. Pérez?| ¡Mañana!| EE.UU. lo niega."),
    ("it", "Il prof. Rossi ha parlato.| Poi ha taciuto."),
    ("ru", "В 2024 г. мост закрыли.| А. С. Пушкин жил там.| Он ушёл."),
    ("ja", "市長は「橋を開く。」と述べた。|住民は喜んだ。|「本当？」"),
    ("zh", "市长说：“新桥开通。”|他笑了！|真的吗？"),
    ("ar", "قال الرئيس نعم.| هل وصل؟| نعم."),
    ("ur", "وہ گیا۔| وہ آیا۔"),
    ("hi", "यह अच्छा है।| वह गया।"),
    ("am", "ከንቲባው ተናገረ።| ድልድዩ ተከፈተ።"),
    ("und", "No stop at all"),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_text_is_cut_at_its_sentences_and_nowhere_else(language: str, marked: str) -> None:
    expected = tuple(piece.strip() for piece in marked.split("|"))
    assert sentences(marked.replace("|", ""), language) == expected


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("A heading\n\nA sentence.\nAnother", "en") == (
        "A heading",
        "A sentence.",
        "Another",
    )


def test_an_ordinal_is_one_only_where_the_language_writes_it_so() -> None:
    assert len(sentences("It ended 3. Mary left.", "en")) == 2
    assert len(sentences("Es endete am 3. Mai leise.", "de")) == 1


@given(st.text())
def test_no_word_is_lost_or_made(text: str) -> None:
    found = sentences(text, "en")
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(piece == piece.strip() and piece for piece in found)


@pytest.mark.timeout(120)  # what is not linear takes hours
@pytest.mark.parametrize("unit", [".", ". ", "a. ", '."', "(", "A. ", "。", "!? ", '"', "a"])
def test_splitting_is_linear(unit: str) -> None:
    text = (unit * 1_000_000)[:1_000_000]
    assert "".join("".join(sentences(text, "en")).split()) == "".join(text.split())
