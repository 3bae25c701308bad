from __future__ import annotations

from pathlib import Path

import pytest
from stories import F, M, script

from audiobook.cast.casting import cast
from audiobook.cast.completion import write_completed
from audiobook.cast.layers import Voices, find
from audiobook.errors import BadInput
from audiobook.model import Character, Gender

STORY = script([["Ann", "Bob"]], Character("Ann", F, ("Annie",)), Character("Bob", M))


class Shelf:
    """The folders that a story is made in."""

    def __init__(self, root: Path) -> None:
        self.story = root / "stories" / "tale.txt"
        self.beside = root / "stories" / "voices.toml"
        self.output = root / "book" / "voices.toml"
        self.record = root / "book" / ".takes" / "voices.toml"
        self.named = root / "mine.toml"
        self.here = root / "here" / "voices.toml"
        for path in (self.story, self.output, self.here):
            path.parent.mkdir(exist_ok=True, parents=True)

    def find(self, named: bool = False) -> Voices:
        return find(
            self.story,
            self.output.parent,
            self.named if named else None,
            record=self.record,
            here=self.here.parent,
        )

    def run(self, named: bool = False) -> Voices:
        voices = self.find(named)
        write_completed(self.output, self.record, cast(STORY, voices), STORY, voices)
        return voices

    def anns_rate(self, named: bool = False) -> float:
        return cast(STORY, self.find(named)).cast.characters["Ann"].rate


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def rate(number: int) -> str:
    return f"[characters.Ann]\nrate = {number}\n"


def test_without_any_file_everything_is_cast(shelf: Shelf) -> None:
    assert shelf.find() == Voices()
    assert set(cast(STORY, shelf.find()).cast.characters) == {"Ann", "Bob"}


def test_the_stronger_file_wins_for_each_setting(shelf: Shelf) -> None:
    shelf.here.write_text(rate(101) + "gain = 3\n")
    assert shelf.anns_rate() == 101
    shelf.beside.write_text(rate(102))
    assert shelf.anns_rate() == 102
    shelf.output.write_text(rate(103))
    assert shelf.anns_rate() == 103
    shelf.named.write_text(rate(104))
    assert shelf.anns_rate(named=True) == 104
    assert cast(STORY, shelf.find(named=True)).cast.characters["Ann"].gain == 3


def test_what_the_program_wrote_is_weaker_than_any_file_and_stronger_than_chance(shelf: Shelf) -> None:
    first = cast(STORY, shelf.find()).cast
    shelf.run()
    kept = cast(STORY, shelf.find())
    assert kept.cast == first
    assert kept.origins == {}
    shelf.here.write_text('[characters.Ann]\nvoice = "en-gb+f5"\n')
    assert cast(STORY, shelf.find()).cast.characters["Ann"].voice == "en-gb+f5"
    shelf.run()  # nothing that the program once wrote turns into a person's word by being there for long
    assert cast(STORY, shelf.find()).cast.characters["Ann"].voice == "en-gb+f5"
    shelf.here.unlink()
    assert cast(STORY, shelf.find()).cast == first


def test_what_a_person_changes_in_the_output_file_is_theirs(shelf: Shelf) -> None:
    shelf.here.write_text('[characters.Ann]\nvoice = "en-gb+f5"\npitch = 0\n')
    shelf.run()
    shelf.here.unlink()
    shelf.run()
    text = shelf.output.read_text()
    voice = cast(STORY, shelf.find()).cast.characters["Bob"].voice
    shelf.output.write_text(text.replace(f'"{voice}"', '"en-us+Reed"'))
    shelf.here.write_text('[characters.Bob]\nvoice = "en-us+Storm"\n')
    for _ in range(2):
        changed = cast(STORY, shelf.find())
        assert changed.cast.characters["Bob"].voice == "en-us+Reed"
        assert changed.origins["Bob"].endswith(f"line {_line_of(shelf.output, 'en-us+Reed')}")
        shelf.run()


def _line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_without_its_record_the_output_file_is_a_persons(shelf: Shelf) -> None:
    shelf.run()
    shelf.record.unlink()
    assert set(cast(STORY, shelf.find()).origins) == {"narrator", "Ann", "Bob"}


@pytest.mark.parametrize("damage", ["", "[[[", "narrator = 3\n", "\x00"])
def test_a_damaged_record_is_no_record(shelf: Shelf, damage: str) -> None:
    shelf.run()
    shelf.record.write_text(damage)
    assert set(cast(STORY, shelf.find()).origins) == {"narrator", "Ann", "Bob"}


def test_one_file_in_two_places_is_read_once(shelf: Shelf) -> None:
    shelf.output.write_text(rate(100))
    voices = find(
        shelf.output.parent / "tale.txt", shelf.output.parent, shelf.output, here=shelf.output.parent
    )
    assert [layer.settings for layer in voices.layers if layer.settings] == [voices.layers[0].settings]


def test_a_named_file_must_be_there(shelf: Shelf) -> None:
    with pytest.raises(BadInput, match="no such file"):
        shelf.find(named=True)


def test_a_mistake_in_any_file_names_that_file(shelf: Shelf) -> None:
    shelf.beside.write_text("[narrator]\nrat = 100\n")
    with pytest.raises(BadInput) as refused:
        shelf.find()
    assert str(refused.value.place) == f"{shelf.beside}, line 2"


def test_known_characters_are_what_people_said(shelf: Shelf) -> None:
    shelf.beside.write_text('[characters.Trudy]\ngender = "male"\naliases = ["Tru"]\n[characters.Jo]\n')
    shelf.here.write_text('[characters."The Wicks"]\naliases = ["Trudy", "Gert"]\ngender = "female"\n')
    assert shelf.find().known_characters() == [
        Character("Trudy", Gender.MALE, ("Tru", "The Wicks", "Gert")),
        Character("Jo"),
    ]


def test_the_programs_own_words_are_not_told_to_the_tagger(shelf: Shelf) -> None:
    shelf.run()
    assert shelf.find().known_characters() == []
    shelf.output.write_text(shelf.output.read_text().replace('["Annie"]', '["Annie", "Nan"]'))
    assert shelf.find().known_characters() == [Character("Ann", Gender.UNKNOWN, ("Annie", "Nan"))]


def test_settings_are_found_by_alias_too(shelf: Shelf) -> None:
    shelf.here.write_text("[characters.ANNIE]\nrate = 111\n")
    assert shelf.anns_rate() == 111


def test_characters_without_a_line_are_noted_with_a_guess(shelf: Shelf) -> None:
    shelf.beside.write_text("[characters.Anne]\nrate = 100\n[characters.Wilhelmina]\n[characters.annie]\n")
    guess, other = shelf.find().strangers(STORY)
    assert guess.endswith("line 2: 'Anne' has no line in this story. Did you mean 'Annie'?")
    assert other.endswith("'Wilhelmina' has no line in this story.")


def test_the_working_folders_file_may_speak_of_other_stories(shelf: Shelf) -> None:
    shelf.here.write_text("[characters.Bobb]\nrate = 100\n[characters.Wilhelmina]\n")
    (note,) = shelf.find().strangers(STORY)
    assert note.endswith("'Bobb' has no line in this story. Did you mean 'Bob'?")


def test_the_working_folders_characters_count_where_the_story_names_them(shelf: Shelf) -> None:
    shelf.here.write_text(
        '[characters.Ida]\naliases = ["Ida Thorne"]\n[characters.Trudy]\naliases = ["Gert"]\n'
    )
    known = shelf.find().known_characters("“Late again,” said Dr. Thorne to GERT.")
    assert [character.name for character in known] == ["Trudy"]
