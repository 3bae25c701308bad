"""Entries of a lexicon in a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobook.ipa import CLOSE, OPEN
from audiobook.model import Line
from audiobook.script.spoken.lexicon import Entry, Lexicon
from audiobook.script.spoken.reading import Reader


def read(text: str, *entries: Entry, phonemes: bool = False, speaker: str = "narrator") -> str:
    return Reader(Lexicon(entries), "en").read(Line(text, 0, 0, speaker), phonemes=phonemes)


NIAMH = Entry("Niamh", ("/niːv/",))


def test_phonemes_for_engines_that_take_them_letters_for_others() -> None:
    assert read("Niamh came.", NIAMH, phonemes=True) == f"{OPEN}niːv{CLOSE} came."
    assert read("Niamh came.", NIAMH) == "neev came."
    assert read("Niamh came.", Entry("Niamh", ("/niːv/", "Neeve"))) == "Neeve came."


def test_a_possessive_goes_with_it() -> None:
    assert (
        read("Niamh’s boat, Niamh's.", NIAMH, phonemes=True)
        == f"{OPEN}niːvz{CLOSE} boat, {OPEN}niːvz{CLOSE}."
    )
    assert read("Ross's boat", Entry("Ross", ("/ɹɒs/",)), phonemes=True) == f"{OPEN}ɹɒsɪz{CLOSE} boat"
    assert read("Niamh's boat", Entry("Niamh", ("neeve",))) == "neeve's boat"


def test_only_whole_words() -> None:
    assert read("The Tomkins boy and Tom.", Entry("Tom", ("tawm",))) == "The Tomkins boy and tawm."


def test_a_capital_asks_for_a_capital_and_small_letters_for_any() -> None:
    entries = Entry("Polish", ("poe-lish",)), Entry("gif", ("jif",))
    assert read("We polish Polish tin. GIF, Gif", *entries) == "We polish poe-lish tin. jif, jif"
    assert read("NIAMH! COME HERE!", NIAMH, phonemes=True) == f"{OPEN}niːv{CLOSE}! Come here!"


def test_phrases_go_before_their_words() -> None:
    entries = Entry("Lisle", ("leel",)), Entry("Mr. Lisle", ("mister lyle",))
    assert read("Mr. Lisle met Ann Lisle.", *entries) == "mister lyle met Ann leel."


def test_one_characters_entry_goes_before_everybodys() -> None:
    entries = NIAMH, Entry("Niamh", ("nee-am",), speaker="Tom")
    assert read("Niamh!", *entries, speaker="Tom") == "nee-am!"
    assert read("Niamh!", *entries, speaker="Ada") == "neev!"


def test_a_part_of_speech_is_minded() -> None:
    entries = Entry("lead", ("leed",), "verb"), Entry("lead", ("ledd",), "noun")
    assert read("To lead, the lead.", *entries) == "To leed, the ledd."


def test_what_the_rules_would_change_is_taken_as_it_is_written() -> None:
    entries = Entry("R2-D2", ("artoo detoo",)), Entry("St.", ("stanley",)), Entry("1984", ("that year",))
    assert read("R2-D2 and St. Mary in 1984.", *entries) == "artoo detoo and stanley Mary in that year."


def test_capitals_mark_the_stress_for_people_only() -> None:
    assert read("Siobhan", Entry("Siobhan", ("shih-VAWN",))) == "shih-vawn"
    assert read("Niamh", Entry("Niamh", ("NEEV",))) == "Neev"
    assert read("the Bureau", Entry("Bureau", ("FBI",))) == "the FBI"


@given(st.text(alphabet="aNiamh ’'.\ue000\ue001⟦⟧", max_size=40))
def test_private_signs_in_a_story_bring_nothing_up(text: str) -> None:
    said = read(text, NIAMH, phonemes=True)
    assert not any("\ue000" <= char <= "\uf8ff" for char in said)
    assert said.count(OPEN) == said.count(CLOSE) >= said.count("niːv")
