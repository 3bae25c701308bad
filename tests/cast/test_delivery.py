"""What deliveries do to voices, and how they are switched off."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.cast.delivery import DELIVERIES
from audiobook.cast.voicesfile import VoicesFile
from audiobook.errors import BadInput
from audiobook.manuscript.manner import DELIVERIES as NAMES
from audiobook.model import Cast, Delivery, Kind, Line, Voice


def heard(*delivery: str, kind: Kind = Kind.SPEECH, **changed: Delivery) -> Voice:
    cast = Cast(Voice(), {"Ann": Voice(rate=200, gain=1)}, {**DELIVERIES, **changed})
    return cast.voice_of(Line("Hush.", 0, 0, "Ann", kind, delivery))


def test_whatever_a_script_may_say_has_a_sound() -> None:
    assert set(DELIVERIES) == {*NAMES, "thought"}


def test_the_order_from_soft_to_loud() -> None:
    gains = [heard(name).gain for name in ("whispering", "murmuring", "quietly", "calling", "shouting")]
    assert gains == sorted(gains)
    assert gains[0] < heard().gain < gains[-1]


def test_a_whisper_on_the_phone_goes_through_both() -> None:
    assert heard("whispering", "phone").effects == ("whisper", "phone")
    assert heard("phone", "phone").effects == ("phone",)


def test_thoughts_are_heard_in_a_room_of_their_own() -> None:
    assert heard(kind=Kind.THOUGHT).effects == ("room",)
    assert heard().effects == ()


def test_a_delivery_that_is_off_is_said_plainly() -> None:
    assert heard("whispering", whispering=Delivery(gain=-6, effect="whisper", off=True)) == heard()


def parsed(text: str) -> VoicesFile:
    return VoicesFile.parse(text, Path("voices.toml"))


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ('[delivery.phone]\neffect = "phonne"', "effect is one of phone, radio", 'effect = "phone"'),
        ('[delivery.phone]\noff = "yes"', "off is true or false", "off = true"),
        ("[delivery.phone]\nefect = 1", "unknown key 'efect'", "'effect'"),
        ("[delivery.robot]\nintonation = 5", "0 to 2", "intonation = 2"),
        ("[delivery.wispering]\ngain = 1", "unknown delivery 'wispering'", "[delivery.whispering]"),
    ],
)
def test_mistakes_name_the_nearest_choice(text: str, problem: str, remedy: str) -> None:
    with pytest.raises(BadInput) as caught:
        parsed(text)
    assert problem in str(caught.value)
    assert remedy in str(caught.value)
    assert "voices.toml, line" in str(caught.value)


def test_effects_and_switches_are_settings() -> None:
    file = parsed(
        '[delivery.phone]\neffect = "none"\n[delivery.radio]\noff = true\n[characters.K]\neffect = "robot"'
    )
    assert {key: setting.value for key, setting in file.settings.items()} == {
        ("delivery", "phone", "effect"): "none",
        ("delivery", "radio", "off"): True,
        ("characters", "K", "effect"): "robot",
    }
