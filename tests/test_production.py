"""The whole job on a small story: made, tweaked, made again."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

from audiobook import make, production
from audiobook.errors import BadInput
from audiobook.script.textform import read_text

STORY = """The Kettle

by Nobody You Know

Chapter One

"Is it boiling?" asked Nora. "I have been standing at this stove for the better part of the evening, and I am
beginning to think that the kettle and you have come to some arrangement behind my back."

"Not yet," said Felix. He tapped the lid. "Give it a minute. A kettle is a proud sort of animal, my aunt used
to say, and it will not sing for anybody who looks at it with a face like that."

"You said that a minute ago," said Nora.

Chapter Two

The kettle sang at last, and nobody was there to hear it.

"Tea!" shouted Felix.
"""


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """The story and its finished folder; copy it before changing anything."""
    here = tmp_path_factory.mktemp("book")
    (here / "kettle.txt").write_text(STORY, encoding="utf-8")
    with contextlib.chdir(here):  # away from any voices.toml in the folder where the tests run
        made = make(here / "kettle.txt", here / "out", jobs=1)
    return here, made


def files(folder):
    return {path for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def book(made_once, tmp_path, monkeypatch):
    """A copy of the finished book to work on: (story, folder)."""
    here, _ = made_once
    shutil.copytree(here, tmp_path / "copy")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "copy" / "kettle.txt", tmp_path / "copy" / "out"


def again(book, **settings):
    story, folder = book
    return make(story, folder, jobs=1, **settings)


def test_one_command_makes_chapters_playlist_cover_script_and_voices(made_once):
    here, made = made_once
    names = {path.name for path in (here / "out").iterdir()}
    assert {"01 - Chapter One.mp3", "02 - Chapter Two.mp3", "The Kettle.m3u8"} <= names
    assert {"script.txt", "voices.toml", "cues", ".takes"} <= names
    assert made.production.lines_recorded == len(made.prepared.script.lines)
    tags = MP3(here / "out" / "02 - Chapter Two.mp3").tags
    assert tags["TALB"].text == ["The Kettle"]
    assert tags["TPE1"].text == ["Nobody You Know"]
    assert tags["TRCK"].text == ["2/2"]
    assert tags.getall("APIC")


def test_the_characters_speak_in_voices_of_their_own(made_once):
    _, made = made_once
    cast = made.prepared.casting.cast
    assert set(cast.characters) == {"Nora", "Felix"}
    assert len({cast.narrator, *cast.characters.values()}) == 3


def test_cues_follow_the_lines_without_gaps_backwards(made_once):
    here, made = made_once
    chapters = dict(made.prepared.script.by_chapter())
    for number, path in enumerate(sorted((here / "out" / "cues").iterdir())):
        cues = json.loads(path.read_text("utf-8"))["cues"]
        assert [cue["line"] for cue in cues] == list(range(len(chapters[number])))
        assert [cue["text"] for cue in cues] == [line.text for line in chapters[number]]
        times = [time for cue in cues for time in (cue["start"], cue["end"])]
        assert times == sorted(times)


def test_a_second_run_records_nothing_and_writes_nothing(book):
    _, folder = book
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in files(folder)}
    made = again(book)
    assert made.production.lines_recorded == 0
    assert made.production.count("kept") == 2
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in files(folder)} == before


def test_one_corrected_line_is_recorded_and_nothing_else(book):
    _, folder = book
    script = folder / "script.txt"
    edited = script.read_text("utf-8").replace('[Nora] "You said', '[Felix] "You said')
    script.write_text(edited, encoding="utf-8")
    made = again(book)
    assert made.production.lines_recorded == 1
    assert [c.state for c in made.production.chapters] == ["made", "kept"]
    assert script.read_text("utf-8") == edited
    assert made.prepared.carried.by_hand == 1


def test_a_changed_voice_records_that_character_and_nobody_else(book):
    _, folder = book
    voices = folder / "voices.toml"
    written = voices.read_text("utf-8") + "# mine\n"
    written = written.replace("[characters.Nora]", "[characters.Nora]\npitch = 3")
    voices.write_text(written, encoding="utf-8")
    made = again(book)
    nora = [line for line in made.prepared.script.lines if line.speaker == "Nora"]
    assert made.production.lines_recorded == len(nora) == 3
    assert voices.read_text("utf-8") == written


def test_corrections_survive_a_changed_story(book):
    story, folder = book
    script = folder / "script.txt"
    script.write_text(
        script.read_text("utf-8").replace('[Nora] "You said', '[Felix, whispering] "You said'),
        encoding="utf-8",
    )
    story.write_text(
        STORY.replace("He tapped the lid.", "He rapped the lid, twice.").replace(
            "nobody was there", "nobody at all was there"
        ),
        encoding="utf-8",
    )
    made = again(book)
    kept = next(line for line in made.prepared.script.lines if line.text.startswith('"You said'))
    assert (kept.speaker, kept.delivery) == ("Felix", ("whispering",))
    assert "He rapped the lid, twice." in script.read_text("utf-8")
    assert made.prepared.carried.new == 2
    assert made.production.lines_recorded == 3  # the correction and the two changed sentences' lines


def test_reworded_on_both_sides_keeps_a_copy_of_the_persons_script(book):
    story, folder = book
    script = folder / "script.txt"
    mine = script.read_text("utf-8").replace("The kettle sang at last", "The kettle sighed at last")
    script.write_text(mine, encoding="utf-8")
    story.write_text(STORY.replace("nobody was there", "nobody at all was there"), encoding="utf-8")
    made = again(book)
    assert made.backup is not None
    assert made.backup.read_text("utf-8") == mine
    assert "nobody at all was there" in script.read_text("utf-8")


def test_the_persons_words_are_used_when_the_story_stayed(book):
    _, folder = book
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").replace("sang at last", "sighed at last"), encoding="utf-8")
    made = again(book)
    assert made.production.lines_recorded == 1
    assert any("sighed" in line.text for line in made.prepared.script.lines)


def test_without_its_memory_the_script_is_the_truth(book):
    _, folder = book
    shutil.rmtree(folder / ".takes")
    script = folder / "script.txt"
    edited = script.read_text("utf-8").replace("[Nora]", "[Eleanor]")
    script.write_text(edited, encoding="utf-8")
    made = again(book)
    assert {c.name for c in made.prepared.script.characters} == {"Eleanor", "Felix"}
    assert script.read_text("utf-8") == edited


def test_an_alias_in_voices_toml_makes_two_tags_one_person(book):
    _, folder = book
    script = folder / "script.txt"
    script.write_text(
        script.read_text("utf-8").replace('[Nora] "You said', '[Nell] "You said'), encoding="utf-8"
    )
    voices = folder / "voices.toml"
    voices.write_text(
        voices.read_text("utf-8").replace("[characters.Nora]", '[characters.Nora]\naliases = ["Nell"]'),
        encoding="utf-8",
    )
    made = again(book)
    assert {c.name for c in made.prepared.script.characters} == {"Nora", "Felix"}
    assert made.production.lines_recorded == 0


def test_a_tag_in_small_letters_is_the_same_person(book):
    _, folder = book
    script = folder / "script.txt"
    edited = script.read_text("utf-8").replace('[Nora] "You said', '[nora] "You said')
    script.write_text(edited, encoding="utf-8")
    made = again(book)
    assert [c.name for c in made.prepared.script.characters].count("Nora") == 1
    assert {c.name for c in made.prepared.script.characters} == {"Nora", "Felix"}
    assert made.production.lines_recorded == 0
    assert script.read_text("utf-8") == edited


def test_the_books_own_script_can_be_the_story(book):
    _, folder = book
    script = folder / "script.txt"
    before = script.read_bytes()
    made = make(script, jobs=1)
    assert made.prepared.folder == folder
    assert made.production.lines_recorded == 0
    assert script.read_bytes() == before


def test_a_mistake_in_the_script_leaves_every_file_as_it_was(book):
    _, folder = book
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").replace("[Nora]", "[Nora", 1), encoding="utf-8")
    before = {p: p.read_bytes() for p in files(folder)}
    with pytest.raises(BadInput, match=r"script\.txt, line \d+"):
        again(book)
    assert {p: p.read_bytes() for p in files(folder)} == before


def test_all_formats_at_once_add_to_what_is_there(book):
    made = again(book, formats=("mp3", "m4b", "flac", "opus", "wav"))
    suffixes = sorted(path.suffix for path in made.production.files if path.suffix not in (".jpg", ".m3u8"))
    assert suffixes == [".flac"] * 2 + [".m4b"] + [".mp3"] * 2 + [".opus"] * 2 + [".wav"] * 2
    assert made.production.lines_recorded == 0


def test_the_sound_inside_an_ebook_is_not_taken_for_the_chapters_of_before(book):
    _, folder = book
    there = {path: path.read_bytes() for path in folder.glob("*.mp3")}
    made = again(book, formats=("epub",))
    assert made.dropped == ("mp3",)
    assert again(book, formats=("vtt",)).dropped == ("epub",)  # captions go with something to hear: mp3
    assert there
    assert there == {path: path.read_bytes() for path in folder.glob("*.mp3")}
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").replace("# ", "# New ", 1), encoding="utf-8")
    again(book, formats=("epub",))
    assert len(list((folder / ".takes" / "parts").glob("*.mp3"))) == len(there)


@pytest.mark.parametrize("harm", [b"", b"[Nora", b"\x00\xff" * 40], ids=["empty", "cut", "noise"])
def test_a_memory_of_the_script_that_came_to_harm_stops_nobody(book, harm):
    _, folder = book
    (folder / ".takes" / "script.txt").write_bytes(harm)
    made = again(book)
    assert made.production.lines_recorded == 0
    assert (folder / ".takes" / "script.txt").read_bytes() == (folder / "script.txt").read_bytes()


def test_an_emptied_script_is_told_with_what_to_do(book):
    _, folder = book
    (folder / "script.txt").write_bytes(b"")
    with pytest.raises(BadInput, match="delete it to start over"):
        again(book)


def test_a_book_stays_as_it_was_made_until_somebody_says_otherwise(book):
    _, folder = book
    again(book, formats=("mp3", "vtt"), preset="small", credits=True)
    made = again(book)
    assert made.finish.options() == "--format mp3,vtt --preset small --credits"
    assert (folder / "01 - Opening Credits.vtt").exists()
    assert {chapter.state for chapter in made.production.chapters} == {"kept"}
    assert not production.plan(production.prepare(*book))[1].mix
    fewer = again(book, credits=False, formats=("mp3",))
    assert (len(fewer.production.chapters), fewer.dropped) == (2, ("vtt",))


def test_the_script_that_was_written_reads_back_as_the_one_that_was_recorded(made_once):
    here, made = made_once
    read = read_text((here / "out" / "script.txt").read_text("utf-8"))
    assert [(line.speaker, line.text) for line in read.lines] == [
        (line.speaker, line.text) for line in made.prepared.script.lines
    ]


def test_a_plan_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    story = tmp_path / "kettle.txt"
    story.write_text(STORY, encoding="utf-8")
    prepared = production.prepare(story)
    _, plan = production.plan(prepared)
    assert len(plan.record) == len(prepared.script.lines)
    assert [path.name for path in Path.cwd().iterdir()] == ["kettle.txt"]


def test_a_delivery_that_voices_toml_defines_may_stand_in_the_script(book):
    _, folder = book
    voices = folder / "voices.toml"
    defined = "\n[delivery.sleepy]\nrate = 0.7\n[delivery.thought]\nrate = 0.9\n"
    voices.write_text(voices.read_text("utf-8") + defined, encoding="utf-8")
    script = folder / "script.txt"
    script.write_text(
        script.read_text("utf-8").replace('[Felix, shouting] "Tea!"', '[Felix, sleepy] "Tea!"'), "utf-8"
    )
    made = again(book)
    tea = next(line for line in made.prepared.script.lines if line.text == '"Tea!"')
    assert tea.delivery == ("sleepy",)
    assert made.prepared.casting.cast.voice_of(tea).rate < made.prepared.casting.cast.characters["Felix"].rate


def test_another_book_does_not_take_over_a_folder(made_once, tmp_path):
    here, _ = made_once
    folder = tmp_path / "out"
    shutil.copytree(here / "out", folder)
    before = (folder / "script.txt").read_bytes()
    other = tmp_path / "pears.txt"
    other.write_text("“Pears,” said Una, “are not apples.”\n", encoding="utf-8")
    with pytest.raises(BadInput, match="another book") as refused:
        make(other, folder, jobs=1)
    assert refused.value.place == str(folder)
    assert (folder / "script.txt").read_bytes() == before


def test_a_story_is_tagged_once(book, monkeypatch):
    story, folder = book
    tagged = production.prepare(story, folder)
    with monkeypatch.context() as patch:
        patch.setattr("audiobook.script.tagging.tag", lambda *story: pytest.fail("tagged again"))
        assert production.prepare(story, folder).fresh == tagged.fresh
        story.write_text(STORY.replace("at last", "in the end"), encoding="utf-8")
        with pytest.raises(pytest.fail.Exception):
            production.prepare(story, folder)
    assert "in the end" in production.prepare(story, folder).script.lines[-3].text


def test_a_changed_pronunciation_records_the_lines_that_have_the_word(book):
    _, folder = book
    before = {path.name for path in folder.rglob("*") if path.is_file()}
    (folder / "lexicon.toml").write_text('minute = "minnit"\n', encoding="utf-8")
    made = again(book)
    assert made.production.lines_recorded == 2
    again_ = again(book)
    assert again_.production.lines_recorded == 0
    (folder / "lexicon.toml").write_text('[characters.Nora]\nminute = "minnit"\n', encoding="utf-8")
    assert again(book).production.lines_recorded == 0  # her line was said so before, his is found again
    (folder / "lexicon.toml").write_text('[characters.Felix]\nminute = "/ˈmɪnɪt/"\n', encoding="utf-8")
    assert again(book).production.lines_recorded == 1
    assert before <= {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_stranger_in_the_lexicon_is_told(book):
    _, folder = book
    (folder / "lexicon.toml").write_text('[characters.Norah]\nkettle = "kittle"\n', encoding="utf-8")
    notes = again(book).prepared.casting.notes
    assert any("line 2" in note and "'Nora'" in note for note in notes)


def test_words_run_together_are_said_fast(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    story = tmp_path / "breath.txt"
    story.write_text(
        '"pleaseyouhavetolistentomebeforeitistoolate," said Nora.\n\n"No," said Felix.\n', "utf-8"
    )
    fast, slow = (line for line in production.read_script(story).lines if line.speaker != "narrator")
    assert "quickly" in fast.delivery
    assert "quickly" not in slow.delivery


def test_numbers_are_said_as_the_story_is_spelled_unless_the_script_says_otherwise(tmp_path):
    story, folder = tmp_path / "till.txt", tmp_path / "out"

    def heard():
        prepared = production.prepare(story, folder)
        production.save(prepared)
        return production.spoken_form(prepared)(prepared.script.lines[-1])

    story.write_text("The harbor was gray. It held 350 boats.\n", "utf-8")
    assert heard().endswith("three hundred fifty boats.")
    story.write_text("The harbour was grey. It held 350 boats.\n", "utf-8")
    assert heard().endswith("three hundred and fifty boats.")
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").replace("\n", "\nLanguage: en-US\n", 1), "utf-8")
    assert heard().endswith("three hundred fifty boats.")
    assert "Language: en-US" in script.read_text("utf-8")
