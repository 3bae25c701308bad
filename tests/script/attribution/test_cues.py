"""Which quotation a tag belongs to, where two could have it."""

from __future__ import annotations

import pytest

from audiobook.script.attribution import settle
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations

CAST = "Bea, Tom and Wilf sat down. Bea was tired. Tom was late. Wilf was Wilf."


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            'Bea whispered "smooth", Tom whispered "hush", and Wilf said "how?"',
            ["Bea", "Tom", "Wilf"],
        ),
        ('Bea said "no" and Tom said "yes" and Wilf said "wait what" all at once.', ["Bea", "Tom", "Wilf"]),
        ('Tom looked up and said "hey". Bea said "hey" back and walked into a door.', ["Tom", "Bea"]),
        ('Wilf held out the book and said "so um". Bea said "ok".', ["Wilf", "Bea"]),
        ('"No," said Bea. "Yes," said Tom. "Wait," said Wilf.', ["Bea", "Tom", "Wilf"]),
        ('"Are you there", Bea whispered, "Always", Tom said, "Good", Wilf replied.', ["Bea", "Tom", "Wilf"]),
        ('"If I go," said Bea, "I go alone."', ["Bea", "Bea"]),
        ('Tom leaned over and goes "you did that on purpose".', ["Tom"]),
    ],
)
def test_several_in_one_paragraph(text: str, speakers: list[str]) -> None:
    paragraphs = [CAST, text]
    quotations = find_quotations(paragraphs)
    roster, lines = settle(paragraphs, quotations, build_roster(paragraphs, quotations))
    found = [None if line.person is None else roster.people[line.person].name for line in lines]
    assert found == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Wilf climbed to the loft where Bea and Tom were asleep, and said, "It is noon."', "Wilf"),
        ('Wilf yawned. And when Bea had finished her song, he put on his hat and said, "Quite."', "Wilf"),
        ('Wilf crept in behind Bea and Tom, and said, "Boo."', "Wilf"),
        ('Wilf followed with a look from Bea to Tom, asked for tea and said, "Well, well."', "Wilf"),
        ('Wilf waited for Bea, who in a sleepy voice said, "One minute."', "Bea"),
        ('Wilf, who had been counting Bea and Tom in, now said, "All here."', "Wilf"),
        ('Wilf had hardly sat down, when Bea came in, and said, "There you are."', "Bea"),
    ],
)
def test_whose_the_verb_is_behind_a_comma(text: str, speaker: str) -> None:
    paragraphs = [CAST, text]
    quotations = find_quotations(paragraphs)
    roster, lines = settle(paragraphs, quotations, build_roster(paragraphs, quotations))
    assert [roster.people[line.person].name for line in lines if line.person is not None] == [speaker]


def test_a_clause_that_only_tells_when_is_no_tag() -> None:
    paragraphs = [CAST, '"Of course," said Wilf, when Bea returned, "it is only a guess."']
    quotations = find_quotations(paragraphs)
    roster, lines = settle(paragraphs, quotations, build_roster(paragraphs, quotations))
    assert {roster.people[line.person].name for line in lines if line.person is not None} == {"Wilf"}
