"""Who answers to a name that only stands in speech."""

from __future__ import annotations

import pytest

from audiobook.script.attribution.attribute import settle
from audiobook.script.attribution.nicknames import alike, likeness
from audiobook.script.people import Roster, build_roster
from audiobook.script.quotations import find_quotations


def settled(*paragraphs: str) -> Roster:
    quotations = find_quotations(paragraphs)
    return settle(paragraphs, quotations, build_roster(paragraphs, quotations))[0]


def one(found: Roster, name: str, other: str) -> bool:
    first, second = found.find(name), found.find(other)
    assert first is not None
    assert second is not None
    return first == second


@pytest.mark.parametrize(
    ("name", "theirs", "called", "fills"),
    [
        ("corporal", ["hask"], True, True),  # a title alone is nobody apart
        ("miss orde", ["lydia"], True, True),
        ("sylvia", ["orde"], False, True),
        ("sylvia", ["orde"], True, False),  # Orde is what people call her
        ("sylvia", ["mrs orde"], True, True),
        ("sylvia", ["lydia"], False, False),
    ],
)
def test_a_second_name_of_one_sort_is_rarely_hers(
    name: str, theirs: list[str], called: bool, fills: bool
) -> None:
    assert (likeness(name, theirs, called) > 1) is fills


def test_names_that_begin_alike() -> None:
    assert alike("dee", ["delphine orde"])
    assert not alike("sylvia", ["orde"])


def test_whoever_calls_two_names_calls_two_people() -> None:
    scene = (
        "Orsk came in with the coal, and Lydia got up from the desk.",
        "“Shut the door, {},” said Lydia.",
        "“It is shut,” said Orsk.",
        "“Then sit down, Quent,” said Lydia.",
        "“I’d rather stand,” said Orsk.",
        "“Please yourself, Quent,” said Lydia.",
        "“I will,” said Orsk.",
    )
    assert one(settled(*(line.format("will you") for line in scene)), "Quent", "Orsk")
    assert not one(settled(*(line.format("Orsk") for line in scene)), "Quent", "Orsk")


def test_the_narrator_has_one_given_name() -> None:
    found = settled(
        "I got on at the mill and paid. The driver looked at my boots.",
        "“Evening, Sylvia,” he said.",
        "“Evening,” I said. I sat down behind him, and I got my book out.",
        "“Cold enough for you, Sylvia?” he said.",
        "“It’ll do,” I said.",
        "A boy with a drum got on, and I moved my bag for him.",
        "“Is that a drum, Edwin?” I said.",
        "“It’s a cake tin,” he said.",
    )
    assert found.narrator is not None
    assert found.people[found.narrator].name == "Sylvia"
    assert not one(found, "Sylvia", "Edwin")
