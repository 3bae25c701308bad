"""What the studio makes, opened and decoded."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
from hearing import RATE, decoded, heard, level
from mutagen.mp4 import MP4
from small_books import CAST, chapter, line, plan, produce, story, two_chapters

from audiobook.errors import BadInput
from audiobook.model import Voice
from audiobook.studio.preflight import check


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> Path:
    """A folder with the two chapters in every format."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(engines_path))
        folder = tmp_path_factory.mktemp("made")
        produce(two_chapters(), folder, formats=("mp3", "m4b", "opus", "flac", "wav"), reader="Hum")
    return folder


def cues(folder: Path, name: str) -> list[dict[str, Any]]:
    content = json.loads((folder / "cues" / f"{name}.json").read_text("utf-8"))
    return list(content["cues"])


def test_the_folder_holds_what_was_asked_for(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    chapters = {
        f"{name}{kind}" for name in ("01 - Up", "02 - Down") for kind in (".mp3", ".opus", ".flac", ".wav")
    }
    assert names == chapters | {"The Kite.m4b", "The Kite.m3u8", "cover.jpg", "cues", ".takes"}
    assert not list((made / ".takes").rglob("*.part"))
    assert not (made / ".takes" / "making").exists()


def test_every_file_passes_the_check(made: Path) -> None:
    for checked in check(made):
        wrong = [finding for finding in checked.findings if not finding.passed]
        # Of a chapter of a few seconds the pauses are the greater part.
        assert {finding.item for finding in wrong} <= {"rms", "chapters apart"}, (checked.path, wrong)


def test_mp3_tags(made: Path) -> None:
    tags = mutagen.File(made / "02 - Down.mp3").tags
    shown = {
        name: str(tags[name]) for name in ("TIT2", "TALB", "TPE1", "TPE2", "TCOM", "TCON", "TRCK", "TDRC")
    }
    assert list(shown.values()) == [
        "Down",
        "The Kite",
        "R. Vane",
        "R. Vane",
        "Hum",
        "Audiobook",
        "2/2",
        "2025",
    ]
    assert tags["APIC:"].data == (made / "cover.jpg").read_bytes()
    assert tags.version == (2, 4, 0)


@pytest.mark.parametrize("kind", ["opus", "flac"])
def test_comment_tags(made: Path, kind: str) -> None:
    tags = mutagen.File(made / f"01 - Up.{kind}")
    assert tags["title"] == ["Up"]
    assert tags["tracknumber"] == ["1"]
    assert check([made / f"01 - Up.{kind}"])[0].value("tags") == "complete"
    assert tags["album"] == ["The Kite"]


def test_the_m4b_has_marks_tags_and_all_chapters(made: Path) -> None:
    book = MP4(made / "The Kite.m4b")
    assert [mark.title for mark in book.chapters] == ["Up", "Down"]
    parts = [mutagen.File(made / name).info.length for name in ("01 - Up.flac", "02 - Down.flac")]
    assert book.chapters[1].start == pytest.approx(parts[0], abs=0.06)
    assert book.info.length == pytest.approx(sum(parts), abs=0.12)
    assert book.tags["©nam"] == book.tags["©alb"] == ["The Kite"]
    assert book.tags["©ART"] == book.tags["aART"] == ["R. Vane"]
    assert (book.tags["©wrt"], book.tags["©gen"], book.tags["stik"]) == (["Hum"], ["Audiobook"], [2])
    assert book.tags["covr"]
    second = heard(made / "The Kite.m4b", book.chapters[1].start, book.chapters[1].start + 4)
    alone = heard(made / "02 - Down.flac", 0, 4)
    assert level(second - alone) < level(alone) - 15  # to the sample, but for what AAC loses


def test_the_playlist_lists_the_chapters(made: Path) -> None:
    lines = (made / "The Kite.m3u8").read_text("utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    assert [name for name in lines if not name.startswith("#")] == ["01 - Up.mp3", "02 - Down.mp3"]
    assert sum(name.startswith("#EXTINF:") for name in lines) == 2


def test_cues_say_when_each_line_is_heard(made: Path) -> None:
    for name in ("01 - Up", "02 - Down"):
        for cue in cues(made, name):
            sound = heard(made / f"{name}.mp3", cue["start"] + 0.03, cue["end"] - 0.05)
            quiet = np.abs(sound[: len(sound) // 100 * 100]).reshape(-1, 100).max(axis=1).min()
            assert quiet > 0.003, cue
        for before, after in pairwise(cues(made, name)):
            gap = heard(made / f"{name}.mp3", before["end"] + 0.03, after["start"] - 0.03)
            assert not len(gap) or level(gap) < -60


def test_pauses_do_not_depend_on_the_engines_silence(made: Path) -> None:
    heading, told, quoted, tag, answer = cues(made, "01 - Up")
    assert told["start"] - heading["end"] == pytest.approx(1.4, abs=0.002)
    assert tag["start"] - quoted["end"] == pytest.approx(0.14, abs=0.002)
    assert heading["start"] == pytest.approx(0.75, abs=0.002)
    assert 1 <= len(decoded(made / "01 - Up.flac")) / RATE - answer["end"] <= 5


def test_no_click_at_a_joint(made: Path) -> None:
    samples = decoded(made / "01 - Up.wav")
    for cue in cues(made, "01 - Up"):
        for edge in (cue["start"], cue["end"]):
            at = round(edge * RATE)
            assert np.abs(np.diff(samples[at - 20 : at + 20])).max() < 10 ** (-50 / 20)


def test_voices_are_brought_to_one_loudness(made: Path) -> None:
    spoken = {}
    for name in ("01 - Up", "02 - Down"):
        for cue in cues(made, name):
            sound = heard(made / f"{name}.flac", cue["start"], cue["end"])
            spoken.setdefault(cue["speaker"], []).append(sound)
    levels = [level(np.concatenate(sounds)) for sounds in spoken.values()]
    assert max(levels) - min(levels) < 3  # the raw voices are 20 dB apart


def test_gain_comes_on_top(tmp_path: Path) -> None:
    script = story([line("Up it went, and up, and up.", 0), line('"Look there, look at it go!"', 1, "Ada")])
    soft = replace(CAST, characters={"Ada": Voice("hum", "high", gain=-9)})
    for cast, folder in ((CAST, tmp_path / "a"), (soft, tmp_path / "b")):
        produce(script, folder, cast, formats=("flac",))
    told = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        one, two = cues(folder, "01 - Part 1")
        file = folder / "01 - Part 1.flac"
        told.append(
            level(heard(file, two["start"], two["end"])) - level(heard(file, one["start"], one["end"]))
        )
    assert told[0] - told[1] == pytest.approx(9, abs=1)


def test_engines_of_different_rates_share_a_chapter(tmp_path: Path) -> None:
    cast = replace(CAST, characters={"Ada": Voice("hum16", "high")})
    script = story([line("Up it went, and up, and up.", 0), line('"Look there, look at it go!"', 1, "Ada")])
    produce(script, tmp_path, cast, formats=("flac",))
    for cue, hertz in zip(cues(tmp_path, "01 - Part 1"), (120, 220), strict=True):
        sound = heard(tmp_path / "01 - Part 1.flac", cue["start"], cue["end"])
        spectrum = np.abs(np.fft.rfft(sound))
        assert np.argmax(spectrum) * RATE / len(sound) == pytest.approx(hertz, rel=0.02)
        text_seconds = len(cue["text"]) * 0.06
        assert cue["end"] - cue["start"] == pytest.approx(text_seconds, abs=0.06)


def test_a_line_with_nothing_to_say_has_a_cue_without_length(tmp_path: Path) -> None:
    script = story([line("Up it went.", 0), line("* * *", 1), line("Later.", 2, opens_scene=True)])
    made = produce(script, tmp_path)
    first, silent, last = cues(tmp_path, "01 - Part 1")
    assert silent["start"] == silent["end"] == first["end"]
    assert last["start"] - first["end"] == pytest.approx(2.2, abs=0.002)
    assert (made.lines_recorded, made.failed) == (2, ())


def test_a_chapter_with_nothing_to_say_is_still_a_file(tmp_path: Path) -> None:
    made = produce(story([line("…", 0)], chapter("It flew.")), tmp_path)
    assert [each.file is not None and each.file.exists() for each in made.chapters] == [True, True]


def test_equal_lines_are_recorded_once(tmp_path: Path) -> None:
    made = produce(story([line('"Yes."', n, "Ada") for n in range(5)]), tmp_path)
    assert (made.lines_recorded, made.readings_recorded) == (5, 1)


def test_a_books_own_cover_is_used(tmp_path: Path) -> None:
    from audiobook.studio.cover import draw_cover

    picture = draw_cover("Another", "")
    produce(story(chapter("It flew."), cover=picture), tmp_path)
    assert (tmp_path / "cover.jpg").read_bytes() == picture
    assert mutagen.File(tmp_path / "01 - Part 1.mp3").tags["APIC:"].data == picture


def test_what_is_not_there_is_said_before_anything_is_made(tmp_path: Path) -> None:
    script = story(chapter("It flew."))
    for change in (
        {"formats": ("mp4",)},
        {"cast": replace(CAST, narrator=Voice("hum", "nobody"))},
        {"cast": replace(CAST, narrator=Voice("humm", "low"))},
    ):
        with pytest.raises(BadInput):
            produce(script, tmp_path / "out", **change)
    assert not list(tmp_path.glob("out/*.mp3"))


def test_a_plan_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    foreseen = plan(two_chapters(), folder)
    assert (foreseen.record, foreseen.mix, foreseen.kept) == (tuple(range(9)), ("Up", "Down"), ())
    assert foreseen.seconds  # the engine was tried
    assert not folder.exists()


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, float, float, str]] = []
    produce(two_chapters(), tmp_path, progress=lambda *news: told.append(news))
    assert {stage for stage, *_ in told} == {"record", "publish", "join"}
    for stage in ("record", "publish"):
        steps = [(done, total) for name, done, total, _ in told if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]
