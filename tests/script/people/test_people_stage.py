"""Who is on stage where a noun stands."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations


def clues(noun: str, name: str, *paragraphs: str) -> Mapping[str, float]:
    """What the text tells of whether the noun is the person of that name."""
    roster = build_roster(paragraphs, find_quotations(paragraphs))
    who, person = roster.find(noun), roster.find(name)
    assert who is not None
    assert person is not None
    return roster.guises[who.id][person.id]


CALLED = (
    "Harriet shut the ledger. Lionel and Pru were still at the long table.",
    "“Pru, how long until the ferry?” said Harriet.",
    "The dancer tilted her head at the clock. “Ten minutes.”",
    "“Then we run,” said Lionel. The clerk ran.",
)


def test_whoever_is_called_right_before_it_acts() -> None:
    assert clues("dancer", "Pru", *CALLED)["answers"] == 1.0
    assert clues("dancer", "Lionel", *CALLED)["answers"] == 0.0
    assert clues("clerk", "Pru", *CALLED)["answers"] == 0.0


def test_whoever_is_called_right_before_it_speaks() -> None:
    story = ("“Is there soup, Basil?” said Ada.", "“There was,” said the cook.", "Basil washed the pan.")
    assert clues("cook", "Basil", *story)["answers"] == 1.0
    assert clues("cook", "Ada", *story)["answers"] == 0.0


def test_named_in_the_sentence_beside() -> None:
    story = ("Orla came because there was tea. The inspector stood by the stove.", "“Sit,” said Magda.")
    assert clues("inspector", "Orla", *story)["named here"] == 1.0
    assert clues("inspector", "Magda", *story)["named here"] == 0.0


def test_an_inn_is_led_by_articles_and_never_acts() -> None:
    story = (
        "The woman came in out of the rain.",
        "“Somebody saw him,” she said. “In the Green Parrot, at nine.”",
        "The Green Parrot was empty that night. I sat in the Green Parrot until the lamps went out.",
        "Ida knew her. “That is the baker's sister,” said Ida.",
    )
    inn, ida = clues("woman", "Green Parrot", *story), clues("woman", "Ida", *story)
    assert inn["a place"] == inn["never acts"] == 1.0
    assert ida["a place"] == ida["never acts"] == 0.0


def test_whoever_is_in_another_scene() -> None:
    story = (
        "“Who has the map?” said Leander. Osric shook his head.",
        "“Not I,” said Osric.",
        "",
        "Martin lived at the top of the stairs. Leander was out of breath when he got there.",
        "“You have lost it,” the hermit said without turning round.",
        "“How do you know?” said Leander.",
        "“You told me tomorrow,” said Martin.",
    )
    assert clues("hermit", "Osric", *story)["not in the scene"] == 1.0
    assert clues("hermit", "Martin", *story)["not in the scene"] == 0.0
