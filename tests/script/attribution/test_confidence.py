"""How sure the tagger says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.script.attribution import attribute
from audiobook.script.attribution.confidence import CURVES, Ground, confidence
from audiobook.script.people import build_roster
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
