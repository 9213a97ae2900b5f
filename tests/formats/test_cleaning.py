"""Cleaning: what must not reach the model is gone, what belongs to a script stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.formats import clean

CORRECT = {
    "ar": "قال رئيس البلدية إن الجسر الجديد سيفتتح في الربيع.",
    "bn": "মেয়র বলেছেন যে নতুন সেতুটি বসন্তে খোলা হবে।",
    "cs": "Starosta řekl, že nový most bude otevřen na jaře. Příliš žluťoučký kůň.",
    "da": "Borgmesteren sagde, at den nye bro åbner til foråret. Æblegrød på øen.",
    "de": "Der Bürgermeister sagte: „Die Brücke heißt künftig ‚Größe‘ – für 3 €.“",
    "el": "Ο δήμαρχος είπε ότι η νέα γέφυρα θα ανοίξει την άνοιξη.",
    "en": "The mayor’s “naïve” café—no. 5—costs £3 or €4… ‘Fine,’ she said.",
    "es": "«¿Cuándo abrirá el puente?», preguntó el señor Núñez. ¡Mañana!",
    "et": "Linnapea ütles, et uus sild avatakse kevadel. Õun ja äär.",
    "fa": "شهردار گفت که پل جدید در بهار باز می\u200cشود.",
    "fi": "Pormestari sanoi, että uusi silta avataan keväällä. Yö ja äiti.",
    "fr": "« L’œuvre du maire coûtera 3 000 € », a-t-il déclaré à Noël.",
    "ga": "Dúirt an méara go n-osclófar an droichead nua san earrach.",
    "he": "ראש העיר אמר שהגשר החדש ייפתח באביב.",
    "hi": "महापौर ने कहा कि नया पुल वसंत में खुलेगा। क्\u200dष",
    "hr": "Gradonačelnik je rekao da će se novi most otvoriti na proljeće. Šljiva đak.",
    "hu": "A polgármester szerint az új híd tavasszal nyílik. Árvíztűrő tükörfúrógép.",
    "is": "Bæjarstjórinn sagði að nýja brúin yrði opnuð í vor. Þetta er gott.",
    "it": "Il sindaco ha detto che il ponte aprirà in primavera: è così, perché no?",
    "ja": "市長は「新しい橋は春に開通する」と述べた。１２３ｋｍ…ﾃｽﾄ",
    "ko": "시장은 새 다리가 봄에 개통될 것이라고 말했다.",
    "lt": "Meras sakė, kad naujas tiltas bus atidarytas pavasarį. Ąžuolas ir žąsis.",
    "lv": "Mērs teica, ka jaunais tilts tiks atvērts pavasarī. Ķīša ģīmis.",
    "nl": "De burgemeester zei dat de brug in het voorjaar opent. Coëfficiënt.",
    "no": "Ordføreren sa at den nye broen åpner til våren. Blåbærsyltetøy.",
    "pl": "Burmistrz powiedział, że nowy most zostanie otwarty wiosną. Zażółć gęślą jaźń.",
    "pt": "O prefeito disse que a ponte abrirá na primavera. Coração, não é?",
    "ro": "Primarul a spus că noul pod se va deschide în primăvară. Știință și țară.",
    "ru": "Мэр сказал: «Новый мост откроют весной» — и ушёл.",
    "sv": "Borgmästaren sade att den nya bron öppnar till våren. Räksmörgås på ön.",
    "th": "นายกเทศมนตรีกล่าวว่าสะพานใหม่จะเปิดในฤดูใบไม้ผลิ",
    "tr": "Belediye başkanı, yeni köprünün ilkbaharda açılacağını söyledi. Iğdır ve İzmir.",
    "uk": "Мер сказав, що новий міст відкриють навесні. Їжак і ґанок.",
    "vi": "Thị trưởng cho biết cây cầu mới sẽ mở cửa vào mùa xuân.",
    "zh": "市长说：“新桥将于春天开通。”——他笑了。",
    "emoji": "Open 👩\u200d🚀 at last ❤\ufe0f 🏳\ufe0f\u200d🌈!",
}


@pytest.mark.parametrize("language", CORRECT)
def test_correct_text_is_not_changed(language: str) -> None:
    text = unicodedata.normalize("NFC", CORRECT[language])
    assert clean(text) == text


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("one\r\ntwo\rthree\u2028four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x07c\x1bd\x7fe\tf", "abcde\tf"),
        ("\ufeffco\xadoperate\u200b \u2060well\ufffe\uffff", "cooperate well"),
        ("abc\u202edef\u202c\u2066ghi\u2069\u200f", "abcdefghi"),
        ("icon\ue001 font", "icon font"),
        ("stray\u200c joiner\u200d s", "stray joiner s"),
        ("Z" + "\u0301" * 5000 + "algo", "Ź" + "\u0301" * 4 + "algo"),
        ("e\u0301te\u0301", "été"),
        ("ﬁne ﬂow", "fine flow"),
        ("Fish &amp; chips &#8211; &quot;cheap&quot; &nbsp;", 'Fish & chips – "cheap" \xa0'),
        ("AT&amp;amp;T", "AT&T"),
        ("the <b>tag</b> &amp; co", "the <b>tag</b> &amp; co"),
        ("the mayorâ€™s bridge", "the mayor’s bridge"),
        ("BrÃ¼cke Ã¼ber den Fluss", "Brücke über den Fluss"),
        ("Ð\x9cÐ¾Ñ\x81Ñ\x82", "Мост"),
        ("we\x92re \x93open\x94", "we’re “open”"),
    ],
)
def test_what_is_broken_is_repaired(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


@given(st.text())
def test_no_control_or_private_character_survives(text: str) -> None:
    for character in clean(text):
        assert unicodedata.category(character) not in ("Cs", "Co") or character in "\n\t"
        assert character in "\n\t" or unicodedata.category(character) != "Cc"


@pytest.mark.timeout(120)  # what is not linear takes hours
@pytest.mark.parametrize(
    "unit", ["a", "a ", "&", "&amp;", "<", "\u0301", "\u200d", "Ã", "â€", "\x80", "(", "\r"]
)
def test_cleaning_is_linear(unit: str) -> None:
    """FAULTS B7: two megabytes of anything, the most that is read."""
    text = (unit * 2_000_000)[:2_000_000]
    assert clean(clean(text)) == clean(text)
