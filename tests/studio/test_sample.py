"""The retail sample: where it begins and ends, and the file that comes of it."""

from __future__ import annotations

from pathlib import Path

from mutagen.mp3 import MP3
from small_books import CAST, line, produce, story

from audiobook import engines, studio
from audiobook.model import Line, Script
from audiobook.studio.master import ACX
from audiobook.studio.sample import LONGEST, SHORTEST, chosen
from audiobook.studio.sheets import Chapter, Placed, Sheet, chapters

PLAIN = "The tide came in over the flat sand and went out again before anybody had seen it on day"


def told(lines: list[Line], each: float) -> tuple[list[str], float]:
    """The texts and the length of the sample of one chapter whose every take lasts `each` seconds."""
    script = story(lines)
    planned: list[Chapter] = chapters(script, CAST, lambda line: line.text, {"hum": engines.get("hum")})
    sheets = {
        chapter.index: Sheet(tuple(Placed(p.key, p.gap, 0.0) for p in chapter.phrases), 2.0, ACX)
        for chapter in planned
    }
    texts = {phrase.key: script.lines[phrase.line].text for phrase in planned[0].phrases}
    sheet = chosen(planned, sheets, script.lines, dict.fromkeys(texts, each), 0.75)
    assert sheet is not None
    assert sheet.takes[0].gap == 0.75
    return [texts[placed.key] for placed in sheet.takes], sum(each + placed.gap for placed in sheet.takes)


def narration(count: int, first: int = 1) -> list[Line]:
    return [line(f"{PLAIN} {n}", n) for n in range(first, first + count)]


def test_it_begins_behind_the_heading_and_lasts_one_to_five_minutes() -> None:
    texts, seconds = told([line("One", 0, heading=True), *narration(100)], 5.0)
    assert texts[0] == f"{PLAIN} 1"
    assert SHORTEST <= seconds <= LONGEST


def test_it_rather_begins_with_a_scene_in_which_people_talk() -> None:
    talk = [line(f'"{PLAIN} {n}"', n, ("Ada", "Tom")[n % 2]) for n in range(20, 40)]
    scene = line("They met at the pier.", 19, opens_scene=True)
    texts, _ = told([*narration(18), scene, *talk, *narration(100, 40)], 5.0)
    assert texts[0] == "They met at the pier."


def test_it_ends_with_a_paragraph() -> None:
    lines = [line(f"{PLAIN} {n}", n // 4) for n in range(120)]
    texts, _ = told(lines, 4.0)
    assert int(texts[-1].rpartition(" ")[2]) % 4 == 3


def test_a_short_book_is_its_own_sample() -> None:
    texts, _ = told(narration(3), 2.0)
    assert len(texts) == 3


def test_the_file_meets_the_spec_and_is_kept(tmp_path: Path) -> None:
    script: Script = story([line("Part", 0, heading=True), *narration(24)])
    produce(script, tmp_path, CAST, sample=range(1))
    path = tmp_path / "The Kite - Sample.mp3"
    assert SHORTEST <= MP3(path).info.length <= 300
    assert str(MP3(path).tags["TIT2"]) == "The Kite (Sample)"
    assert "Sample" not in (tmp_path / "The Kite.m3u8").read_text("utf-8")
    (file, _) = studio.check([path])
    assert file.passed, [finding for finding in file.findings if not finding.passed]
    stamp = path.stat().st_mtime_ns
    produce(script, tmp_path, CAST, sample=range(1))
    assert path.stat().st_mtime_ns == stamp
    produce(script, tmp_path, CAST)
    assert not path.exists()
