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
