"""Women and men: titles, nouns, pronouns, first names."""

from __future__ import annotations

import pytest

from audiobook.model import Gender
from audiobook.script.people import Roster, build_roster
from audiobook.script.people.tables import first_name, word_class
from audiobook.script.quotations import find_quotations


def roster(*paragraphs: str) -> Roster:
    return build_roster(paragraphs, find_quotations(paragraphs))


@pytest.mark.parametrize(
    ("sentence", "name", "gender"),
    [
        ("“Sit,” said Mrs. Quarle.", "Quarle", Gender.FEMALE),
        ("“Sit,” said Uncle Perrin.", "Perrin", Gender.MALE),
        ("“Sit,” said Doctor Quarle. She closed the door.", "Quarle", Gender.FEMALE),
        ("Zarn sat down. He was tired. “Sit,” said Zarn.", "Zarn", Gender.MALE),
        ("Robin put on her hat. “Sit,” said Robin, and she laughed. Robin saw herself in the glass.", "Robin",
         Gender.FEMALE),
        ("“Sit,” said Henrietta.", "Henrietta", Gender.FEMALE),
        ("“Sit,” said Zarn.", "Zarn", Gender.UNKNOWN),
    ],
)  # fmt: skip
def test_evidence_of_gender(sentence: str, name: str, gender: Gender) -> None:
    found = roster(sentence).find(name)
    assert found is not None
    assert found.gender is gender
    assert (found.gender_score > 0) == (gender is not Gender.UNKNOWN)


def test_pronouns_outweigh_the_name() -> None:
    found = roster(*["George lifted her chin. She was proud. “No,” said George."] * 6).find("George")
    assert found is not None
    assert found.gender is Gender.FEMALE


def test_nouns_have_a_gender_too() -> None:
    found = roster("“Tickets,” said the driver. She held out her hand.", "“Here,” said the old man.")
    driver, man = found.find("the driver"), found.find("the old man")
    assert driver is not None
    assert man is not None
    assert (driver.gender, man.gender) == (Gender.FEMALE, Gender.MALE)


def test_tables() -> None:
    anne, otto = first_name("Anne"), first_name("otto")
    assert anne is not None
    assert otto is not None
    assert anne[0] > 0.9 > 0.1 > otto[0]
    assert first_name("Zoë") == first_name("Zoe")
    assert first_name("suddenly") is None
    assert (word_class("walked"), word_class("suddenly"), word_class("qqq")) == ("VBD", "RB", "")


def test_whoever_is_looked_at_is_somebody_else() -> None:
    paragraphs = [
        "The pistol drooped. Captain Thornley looked at her as if she had slapped him.",
        "Captain Thornley followed her across the room and bowed. He was pale.",
    ]
    captain = build_roster(paragraphs, find_quotations(paragraphs)).find("Thornley")
    assert captain is not None
    assert captain.gender is not Gender.FEMALE
