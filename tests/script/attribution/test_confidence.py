"""How sure the tagger says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.model import Gender
from audiobook.script.attribution import attribute
from audiobook.script.attribution.confidence import CURVES, Ground, confidence, doubts_of
from audiobook.script.people import Person, build_roster
from audiobook.script.quotations import find_quotations

chances = st.floats(0.0, 1.0)


@given(st.sampled_from(sorted(CURVES)), chances, chances)
def test_the_likelier_is_never_less_sure(ground: Ground, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= confidence(low, ground) <= confidence(high, ground) < 1.0


def test_a_noun_taken_for_somebody_is_worth_less_than_a_name() -> None:
    for likely in (0.6, 0.8, 0.95):
        assert confidence(likely, "taken") < min(confidence(likely, "pronoun"), confidence(likely, "named"))


@pytest.mark.parametrize("other", ["she said. Nora laughed.", "Nora looked at the clock."])
def test_a_name_in_the_tag_is_surer_than_anything_else(other: str) -> None:
    paragraphs = "Nora and her aunt Beryl came in.", "“Late again,” said Nora.", f"“Always,” {other}"
    quotations = find_quotations(paragraphs)
    named, told = attribute(paragraphs, quotations, build_roster(paragraphs, quotations))
    assert named.confidence > told.confidence


def test_who_is_known_by_a_noun_or_never_surely_heard_is_less_sure() -> None:
    named, noun = (
        Person(0, "Nora", (), Gender.FEMALE, 1.0),
        Person(1, "guard", (), Gender.MALE, 1.0, kind="noun"),
    )
    beside = doubts_of(3, named, {1: (0, 0.9), 2: (2, 0.9)})
    away = doubts_of(60, named, {1: (0, 0.9), 2: (2, 0.9)})
    assert (beside["crowd"], beside["unanchored"], away["unanchored"]) == (2.0, 0.0, 1.0)
    assert confidence(0.8, "turns", beside) > confidence(0.8, "turns", {**beside, "unanchored": 1.0})
    assert confidence(0.8, "turns", beside) > confidence(0.8, "turns", {**beside, "crowd": 4.0})
    assert doubts_of(3, noun, {})["noun"] == 1.0
    assert confidence(0.8, "turns", beside) > confidence(0.8, "turns", {**beside, "noun": 1.0})
    assert confidence(0.8, "named", beside) == confidence(0.8, "named")
