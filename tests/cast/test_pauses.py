"""[pauses] in voices.toml: every pause can be set, and mistakes are told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from audiobook.cast.completion import PAUSES as EXPLAINED
from audiobook.cast.settings import PAUSES
from audiobook.cast.voicesfile import VoicesFile
from audiobook.errors import BadInput
from audiobook.model import Pauses


def test_every_pause_is_a_setting_and_explained() -> None:
    names = [pause.name for pause in fields(Pauses)]
    assert list(PAUSES) == list(EXPLAINED) == names


def test_the_defaults_are_within_their_own_bounds() -> None:
    for pause in fields(Pauses):
        assert PAUSES[pause.name].fault(pause.default) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[pauses]\nscene = 9", "from 0 to 3 (seconds), not 9"),
        ("[pauses]\nhead = 2", "from 0.5 to 1 (seconds)"),
        ("[pauses]\nsentense = 1", "Did you mean 'sentence'?"),
        ("[pauses.scene]\nlong = 1", "scene is a number"),
    ],
)
def test_mistakes_name_the_line_and_the_remedy(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        VoicesFile.parse(text, Path("voices.toml"))
    assert told in str(caught.value)
    assert "voices.toml, line" in str(caught.value)
