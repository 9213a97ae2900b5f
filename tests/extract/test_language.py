"""Languages as BCP 47 has them, and "und" where nobody can tell."""

import pytest

from feedsvc.extract.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said on Monday that the new bridge over the river will open in spring.", "en"),
        ("Die Bürgermeisterin sagte am Montag, dass die neue Brücke im Frühjahr öffnet.", "de"),
        ("La maire a déclaré lundi que le nouveau pont ouvrirait au printemps.", "fr"),
        ("Мэр сказал в понедельник, что новый мост через реку откроют весной.", "ru"),
        ("市長は月曜日、新しい橋が春に開通すると発表した。", "ja"),
        ("市长周一宣布，新桥将于春天开通，费用比预期的要低。", "zh"),
        ("시장은 월요일에 새 다리가 봄에 개통될 것이라고 발표했다.", "ko"),
    ],
)
def test_a_sentence_is_recognized(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", " ", "ok", "12.5 % – 3/4", "👩\u200d🚀 🏳", "No comment", "東京"]
)
def test_what_is_too_short_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"
