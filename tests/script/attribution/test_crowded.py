"""Who says each line in a story that puts several speakers into one paragraph."""

from __future__ import annotations

from audiobook.script.attribution import attribute
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations

CROWDED = (
    'Pim climbed the mast of the ship. "Orla are you awake", Pim asked into his radio. "No", Orla answered.',
    '"There is a whale", Pim yelled. "Is it a big whale", Orla asked. "It ate the rudder", Pim moaned.',
    '"Throw it a biscuit", Orla ordered. "I ate them", Pim admitted. "All of them ?", Orla gasped.',
)
"""Every line has its own marks and its own tag."""


def speakers(*paragraphs: str) -> list[str | None]:
    quotations = find_quotations(paragraphs)
    roster = build_roster(paragraphs, quotations)
    found = attribute(paragraphs, quotations, roster)
    return [None if a.person is None else roster.people[a.person].name for a in found]


def test_each_line_goes_by_its_own_tag() -> None:
    lines = '"Hold on", Pim muttered. "I am holding", Orla chuckled in his ear. "Good", Pim sighed.'
    assert speakers(*CROWDED, lines)[-3:] == ["Pim", "Orla", "Pim"]


def test_marks_that_only_a_comma_parts_are_two_people() -> None:
    lines = '"Can you swim", Orla asked, "Not really", "Then hold on to the mast", Orla said.'
    assert speakers(*CROWDED, lines)[-3:] == ["Orla", "Pim", "Orla"]


def test_who_goes_on_in_a_paragraph_of_their_own_does_so_elsewhere() -> None:
    lines = '"Not really", Pim said. He looked down at the water. "It is a long way."'
    assert speakers('Pim met Orla. "Hello," said Orla.', lines)[-2:] == ["Pim", "Pim"]


def test_an_insert_in_a_sentence_has_one_speaker_on_both_sides() -> None:
    lines = '"I told you," she whispered, and looked across at Orla, "that it would come back."'
    found = speakers('Orla sat by the fire with her sister Hanne. "Is it late?" asked Orla.', lines)
    assert found[-1] == found[-2]


def test_marks_that_close_and_open_again_are_two_people() -> None:
    lines = '"What is it?" "Tea." "What kind?" "The wet kind." Orla sighed.'
    found = speakers('Pim met Orla in the galley. "Morning," said Orla.', '"Morning," said Pim.', lines)[2:]
    assert found in (["Orla", "Pim"] * 2, ["Pim", "Orla"] * 2)


def test_stops_outside_the_marks_part_people_and_commas_do_not() -> None:
    lines = '"Orla come up here", said Pim, "there are two". "two whales". "Two big whales", Pim said.'
    assert speakers(*CROWDED, lines)[-4:] == ["Pim", "Pim", "Orla", "Pim"]
