"""Every change is the smallest possible edit, can be taken back, and tramples on nothing."""

import threading
from difflib import unified_diff
from pathlib import Path

import numpy as np
import pytest

from audiobook import make
from audiobook.errors import BadInput
from audiobook.proof.desk import Desk
from audiobook.proof.edits import MISSING, Changed, with_settings
from audiobook.studio.preflight import decoded


def number_of(desk: Desk, text: str) -> int:
    lines = [line for at in range(desk.chapters) for line in desk.chapter(at)["lines"]]
    return next(line["i"] for line in lines if text in line["text"])


def retag(desk: Desk, text: str, **changes: object) -> None:
    at = number_of(desk, text)
    line = next(x for c in range(desk.chapters) for x in desk.chapter(c)["lines"] if x["i"] == at)
    desk.retag(at, line["text"], **changes)  # type: ignore[arg-type]


def changed(before: str, after: str) -> list[str]:
    rows = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [row for row in rows if row[0] in "+-" and not row.startswith(("+++", "---"))]


def test_the_book_as_the_page_sees_it(desk: Desk) -> None:
    book = desk.book()
    assert book["title"] == "The Ladder"
    assert {character["name"] for character in book["characters"]} == {"Nora", "Piet", "Mr. Dekker"}
    chapter = desk.chapter(0)
    times = [(line["start"], line["end"]) for line in chapter["lines"]]
    assert times == sorted(times)
    assert len(desk.peaks(0)) == pytest.approx(chapter["seconds"] * 50, rel=0.2)


def test_another_speaker_is_one_row(desk: Desk, place: Path) -> None:
    script = place / "book" / "script.txt"
    before = script.read_text("utf-8")
    retag(desk, "Not me", speaker="Mr. Dekker", delivery=["whispering"])
    after = script.read_text("utf-8")
    assert changed(before, after) == ['-[Piet] "Not me,"', '+[Mr. Dekker, whispering] "Not me,"']
    assert desk.undo()
    assert script.read_text("utf-8") == before
    assert not desk.undo()


def test_narration_becomes_speech_and_back(desk: Desk, place: Path) -> None:
    script = place / "book" / "script.txt"
    before = script.read_text("utf-8")
    retag(desk, "The ladder was gone.", speaker="A New One", kind="thought")
    assert "[A New One, thought] The ladder was gone." in script.read_text("utf-8")
    assert "A New One" in {character["name"] for character in desk.book()["characters"]}
    retag(desk, "The ladder was gone.", speaker="narrator")
    assert script.read_text("utf-8") == before


def test_names_are_joined_in_voices_toml(desk: Desk, place: Path) -> None:
    voices, script = place / "book" / "voices.toml", place / "book" / "script.txt"
    before, written = voices.read_text("utf-8"), script.read_text("utf-8")
    desk.merge("Piet", "Nora")
    rows = changed(before, voices.read_text("utf-8"))
    assert [row for row in rows if row[0] == "+"] == ['+aliases = ["Piet"]']
    gone = "\n".join(row[1:] for row in rows if row[0] == "-")
    assert gone in before
    assert "[characters.Piet]" in gone
    assert "[characters.N" not in gone
    assert script.read_text("utf-8") == written
    assert "Piet" not in {character["name"] for character in desk.book()["characters"]}
    desk.undo()
    assert voices.read_text("utf-8") == before


def test_a_voice_is_one_setting(desk: Desk, place: Path) -> None:
    voices = place / "book" / "voices.toml"
    voices.write_text("# mine\n" + voices.read_text("utf-8"), encoding="utf-8")
    before = voices.read_text("utf-8")
    desk.set_voice("Nora", {"rate": 190})
    assert changed(before, voices.read_text("utf-8")) == ["+rate = 190"]
    with pytest.raises(BadInput, match="en-us"):
        desk.set_voice("Nora", {"voice": "en-usx"})
    with pytest.raises(BadInput):
        desk.set_voice("Nora", {"rate": 9000})
    assert changed(before, voices.read_text("utf-8")) == ["+rate = 190"]


def test_what_an_editor_changed_meanwhile_stays(desk: Desk, place: Path) -> None:
    script = place / "book" / "script.txt"
    at = number_of(desk, "Not me")
    text = script.read_bytes().replace(b"[Piet]", b"[Old Piet]").replace(b"\n", b"\r\n")
    script.write_bytes(text)
    retag(desk, "Then who?", speaker="Piet")
    assert script.read_bytes() == text.replace(b'[Nora] "Then who?"', b'[Piet] "Then who?"')
    script.write_bytes(script.read_bytes().replace(b"Not me", b"Never me"))
    with pytest.raises(Changed):
        desk.retag(at, '"Not me,"', speaker="Nora")
    with pytest.raises(BadInput):
        retag(desk, "Never me", delivery=["yodelling"])
    assert b"yodelling" not in script.read_bytes()


def test_an_undo_tramples_on_nothing(desk: Desk, place: Path) -> None:
    script = place / "book" / "script.txt"
    retag(desk, "Not me", speaker="Nora")
    text = script.read_text("utf-8").replace('[Nora] "Not me,"', '[Mr. Dekker] "Not me,"')
    script.write_text(text, encoding="utf-8")
    with pytest.raises(Changed):
        desk.undo()
    assert script.read_text("utf-8") == text


def test_pickups_are_just_what_changed(desk: Desk) -> None:
    assert desk.pickups() == {"lines": 0, "chapters": 0, "seconds": pytest.approx(0, abs=5)}
    retag(desk, "Not me", speaker="Nora")
    assert desk.pickups()["lines"] == 1
    assert desk.pickups()["chapters"] == 1


def test_a_book_is_heard_and_recorded_as_it_was_made(desk: Desk, place: Path) -> None:
    make(place / "ladder.txt", place / "book", formats=["m4b", "mp3"], credits=True)
    assert [chapter["recorded"] for chapter in desk.book()["chapters"]] == [True, True]
    sound = desk.audio(0)
    assert sound is not None
    assert sound.name == "02 - Chapter One.mp3"
    assert all("start" in line for line in desk.chapter(0)["lines"])
    retag(desk, "Not me", speaker="Nora")
    assert (desk.pickups()["lines"], desk.pickups()["chapters"]) == (1, 1)
    desk.record()
    for thread in threading.enumerate():
        if thread.name == "pickups":
            thread.join()
    assert desk.recording()["message"] == "Recorded 1 line."
    assert (place / "book" / "01 - Opening Credits.mp3").exists()


@pytest.mark.parametrize(("form", "suffix"), [("m4b", ".m4a"), ("epub", ".mp3")])
def test_a_book_in_one_file_is_heard_by_the_chapter(place: Path, form: str, suffix: str) -> None:
    make(place / "ladder.txt", place / "one", formats=[form], credits=True)
    desk = Desk(place / "ladder.txt", place / "one")
    try:
        assert [chapter["recorded"] for chapter in desk.book()["chapters"]] == [True, True]
        for chapter in (0, 1):
            sound = desk.sound(chapter)
            assert sound is not None
            assert sound.suffix == suffix
            assert desk.sound(chapter) == sound
            wave = np.concatenate(list(decoded(sound, 44100, 1)))
            loud = np.flatnonzero(np.abs(wave) > 0.005) / 44100
            lines = desk.chapter(chapter)["lines"]
            assert loud[0] == pytest.approx(lines[0]["start"], abs=0.03)
            assert loud[-1] == pytest.approx(lines[-1]["end"], abs=0.1)
            assert len(desk.peaks(chapter)) == pytest.approx(len(wave) / 44100 * 50, abs=5)
        retag(desk, "Not me", speaker="Nora")
        before = desk.sound(0)
        desk.record()
        for thread in threading.enumerate():
            if thread.name == "pickups":
                thread.join()
        assert desk.recording()["message"] == "Recorded 1 line."
        assert not list((place / "one").glob("*.mp3"))
        assert (desk.sound(0) != before) == (form == "m4b")
    finally:
        desk.close()


def test_an_audition_sounds(desk: Desk) -> None:
    slow = desk.audition("Nora", {"rate": 100})
    quick = desk.audition("Nora", {"rate": 300})
    assert slow.startswith(b"RIFF")
    assert len(slow) > 1.5 * len(quick)


def test_settings_stand_where_a_person_looks_for_them(tmp_path: Path) -> None:
    path = tmp_path / "voices.toml"
    text = '[narrator]\nvoice = "en"  # the plain one\n\n[characters.Bo]\npitch = 2\n\n# the end\n'
    assert with_settings(text, path, ["characters", "Bo"], {"rate": 120}) == text.replace(
        "pitch = 2\n", "pitch = 2\nrate = 120\n"
    )
    assert with_settings(text, path, ["narrator"], {"voice": "fr"}) == text.replace('"en"', '"fr"')
    assert with_settings(text, path, ["narrator"], {"voice": MISSING}) == text.replace(
        'voice = "en"  # the plain one\n', ""
    )
    added = with_settings(text, path, ["characters", "Mr. X"], {"gain": 1.5})
    assert added == text + '\n[characters."Mr. X"]\ngain = 1.5\n'
    windows = text.replace("\n", "\r\n")
    assert with_settings(windows, path, ["characters", "Bo"], {"rate": 120}) == windows.replace(
        "pitch = 2\r\n", "pitch = 2\r\nrate = 120\r\n"
    )
