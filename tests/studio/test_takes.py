import io
import wave
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobook.model import Reading, Voice
from audiobook.studio.takes import Facts, Take, Takes, key_of

READING = Reading("The kite — it went up!", Voice("hum", "low"))
KEY = key_of(READING, "1")
PCM = bytes(range(256)) * 8
TAKE = Take(PCM, Facts(22050, 10, 900, -21.5, 0.01, 0.5), ((0.0, 0.5, 0, 3),))


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    store = Takes(tmp_path / "takes")
    store.write(KEY, READING, TAKE)
    return store


def test_a_take_comes_back_as_it_was_kept(takes: Takes) -> None:
    assert takes.read(KEY) == TAKE
    assert takes.facts(KEY) == TAKE.facts
    assert list(takes.keys()) == [KEY]
    assert takes.size() == takes.path(KEY).stat().st_size


def test_any_player_plays_it(takes: Takes) -> None:
    with wave.open(io.BytesIO(takes.path(KEY).read_bytes())) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22050)
        assert sound.readframes(sound.getnframes()) == PCM


def test_a_missing_take_is_none(takes: Takes) -> None:
    takes.remove([KEY, "0" * 40])
    assert takes.read(KEY) is None
    assert takes.facts(KEY) is None
    assert list(Takes(takes.folder / "nowhere").keys()) == []


def test_somebody_elses_take_is_not_taken(takes: Takes) -> None:
    other = key_of(replace(READING, text="Another"), "1")
    takes.path(other).parent.mkdir(exist_ok=True)
    takes.path(KEY).rename(takes.path(other))
    assert takes.read(other) is None
    assert takes.facts(other) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(data=st.data())
def test_damage_anywhere_is_noticed_or_does_no_harm(takes: Takes, data: st.DataObject) -> None:
    path = takes.path(KEY)
    takes.write(KEY, READING, TAKE, safe=False)
    whole = bytearray(path.read_bytes())
    if data.draw(st.booleans(), "truncate"):
        del whole[data.draw(st.integers(0, len(whole) - 1)) :]
    else:
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    assert takes.read(KEY) in (None, TAKE)
    assert takes.facts(KEY) in (None, TAKE.facts)


def test_the_key_follows_what_is_heard() -> None:
    assert key_of(READING, "1") == KEY
    assert key_of(replace(READING, voice=replace(READING.voice, gain=3)), "1") == KEY
    others = [
        key_of(READING, "2"),
        key_of(replace(READING, text=READING.text + " "), "1"),
        *(
            key_of(replace(READING, voice=replace(READING.voice, **change)), "1")
            for change in ({"engine": "hum16"}, {"voice": "high"}, {"rate": 171.0}, {"pitch": 0.5})
        ),
    ]
    assert len({KEY, *others}) == 7


def test_nothing_half_written_is_left(takes: Takes) -> None:
    takes.path(KEY).unlink()
    takes.path(KEY).mkdir()
    with pytest.raises(IsADirectoryError):
        takes.write(KEY, READING, TAKE)
    assert [path.name for path in takes.path(KEY).parent.iterdir()] == [takes.path(KEY).name]
