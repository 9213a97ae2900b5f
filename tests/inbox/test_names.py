"""A name's printable form loses nothing and hides nothing; junk is known by its name."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.inbox import IgnoreRule, printable, unprintable
from feedsvc.inbox.names import junk_rule


@given(st.binary())
@example(b"\\")
@example(b"\\\\x41")
@example(b"\xed\xb2\x80")  # the UTF-8 form of a lone surrogate is not UTF-8
@example("a\u202eb\\u202e".encode())
@example(b"\xc3\\xa9\xa9")
def test_the_way_back_from_the_printable_form_is_lossless(name: bytes) -> None:
    assert unprintable(printable(name)) == name


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_the_printable_form_can_be_stored_logged_and_shown(name: bytes) -> None:
    form = printable(name)
    assert form.encode().decode() == form
    assert json.loads(json.dumps(form)) == form
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    # New formats of later Unicode versions may be missing; none can break a line or turn it.
    assert not {unicodedata.category(character) for character in form} & (unseen - {"Cf"})
    assert not any(unicodedata.bidirectional(character) in {"RLO", "RLE"} for character in form)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (b"plain name.txt", "plain name.txt"),
        ("Zürich – 東京 🦊.txt".encode(), "Zürich – 東京 🦊.txt"),
        (b"caf\xe9.txt", r"caf\xe9.txt"),
        (b"two\nlines\x1b[31m", r"two\x0alines\x1b[31m"),
        (b"back\\slash", r"back\\slash"),
        ("gpj.\u202etxt".encode(), r"gpj.\u202etxt"),
        ("next\u0085line".encode(), r"next\u0085line"),
        (b"next\x85line", r"next\x85line"),
        ("tag\U000e0041".encode(), r"tag\U000e0041"),
    ],
)
def test_ordinary_names_stay_as_they_are_and_the_rest_is_escaped(name: bytes, form: str) -> None:
    assert printable(name) == form


@given(st.binary(), st.binary())
def test_the_form_of_a_path_is_made_of_the_forms_of_its_parts(first: bytes, second: bytes) -> None:
    assert printable(first + b"/" + second) == printable(first) + "/" + printable(second)


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (
            IgnoreRule.HIDDEN,
            ".a .a.txt.swp .#a ._a.txt .DS_Store .a.txt.Xq3r9T .syncthing.a.tmp .git",
        ),
        (
            IgnoreRule.TEMPORARY,
            "a.tmp a.TMP a.part a.partial a.crdownload a~ a.swp 4913 #a# ~$a.doc",
        ),
        (IgnoreRule.TEMPORARY, "~syncthing~a.txt.tmp a.filepart a.txt.aria2 a._COPYING_"),
        (IgnoreRule.SYSTEM, "Thumbs.db desktop.ini __MACOSX @eaDir lost+found $RECYCLE.BIN"),
    ],
)
def test_faults_a02_junk_is_known_by_its_name(rule: IgnoreRule, names: str) -> None:
    for name in names.split():
        assert (junk := junk_rule(name.encode())), name
        assert junk[0] is rule, name


@pytest.mark.parametrize(
    "name", ["a.txt", "a", "4913.txt", "#a", "tmp", "part.html", "a~b", "$a", "a.tmp.txt"]
)
def test_faults_a02_an_ordinary_name_is_not_junk(name: str) -> None:
    assert junk_rule(name.encode()) is None
