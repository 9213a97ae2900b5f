"""The gate of `make quality`, on a tiny corpus: it measures, and it can fail."""

from pathlib import Path

import pytest

from benchmarks import extraction
from benchmarks.extraction_pages import answer, weights_by_site
from feedsvc.extract.tagger import weights
from feedsvc.model import Rejected, RejectionReason

CORPUS = Path(__file__).parent.parent / "corpus"
FLOORS = """
[aims.wet]
body_f1 = 0.955
[shipped.wet]
body_f1 = 0.95
"body_below_0.8" = 0.0
caption_leak_pages = 0.0
title_exact = 1.0
author_f1 = 0.9
date_exact = 0.9
date_wrong = 0.0
language = 1.0
[held_out.wet]
body_f1 = 0.95
"""


def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, floors: str, *arguments: str) -> int:
    path = tmp_path / "floors.toml"
    path.write_text(floors, "utf-8")
    command = ["extraction", str(CORPUS), "--kinds", "wet", "--floors", str(path), *arguments]
    monkeypatch.setattr("sys.argv", command)
    return extraction.main()


def test_the_tiny_corpus_is_extracted_nearly_without_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(monkeypatch, tmp_path, FLOORS)
    printed = capsys.readouterr().out
    assert status == 0, printed
    assert "floor 0.950" in printed
    assert "aim 0.955" in printed


def test_a_missed_floor_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, FLOORS.replace("body_f1 = 0.95\n", "body_f1 = 1.01\n")) == 1
    assert "MISSED" in capsys.readouterr().out


def test_held_out_figures_have_floors_of_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for fold in range(2):
        data = (Path(weights.__file__).parent / weights.TOLD_FILE).read_bytes()
        (tmp_path / f"fold-{fold}.npz").write_bytes(data)
    strict = FLOORS.replace("[held_out.wet]\nbody_f1 = 0.95", "[held_out.wet]\nbody_f1 = 1.01")
    assert run(monkeypatch, tmp_path, strict) == 0
    assert run(monkeypatch, tmp_path, FLOORS, "--held-out", str(tmp_path)) == 0
    assert run(monkeypatch, tmp_path, strict, "--held-out", str(tmp_path)) == 1


def test_held_out_without_folds_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make train FOLDS="):
        weights_by_site(tmp_path)


def test_what_is_rejected_is_scored_as_an_empty_answer() -> None:
    rejected = Rejected(reason=RejectionReason.TOO_SHORT, detail="3 words")
    assert (answer(rejected)["body"], answer(rejected)["title"]) == ("", None)


def test_the_pinned_floors_are_of_measures_that_exist() -> None:
    import tomllib

    pinned = tomllib.loads(extraction.FLOORS.read_text("utf-8"))
    assert set(pinned) == {"aims", "shipped", "held_out"}
    for part in pinned.values():
        for kind, limits in part.items():
            assert kind in extraction.KINDS
            assert set(limits) <= set(extraction.MEASURES)
