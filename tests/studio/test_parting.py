"""A long chapter is encoded in parts, and nobody can tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audiobook.model import Reading, Voice
from audiobook.studio import parting
from audiobook.studio.encode import FORMATS, Encoder
from audiobook.studio.frames import aac_frames
from audiobook.studio.m4b import alone
from audiobook.studio.master import ACX
from audiobook.studio.measure import measure
from audiobook.studio.mix import Damaged, Mix
from audiobook.studio.parting import encode, parted
from audiobook.studio.preflight import decoded, measure_file
from audiobook.studio.sheets import Placed, Sheet
from audiobook.studio.takes import Take, Takes, key_of

PAUSES = (0.75, 0.45, 0.8, 0.12, 0.45, 0.3, 0.5)


@pytest.fixture
def sheet(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Sheet, Takes]:
    """A minute of buzzing phrases, recorded at one rate or two."""
    rates = getattr(request, "param", (22050,))
    takes = Takes(tmp_path / "takes")
    placed = []
    for at in range(40):
        rate = rates[at % len(rates)]
        seconds = 0.8 + at % 7 / 5
        t = np.arange(round(seconds * rate)) / rate
        wave = np.sin(2 * np.pi * (140 + 9 * at) * t) + 0.5 * np.sin(2 * np.pi * (610 + 31 * at) * t)
        pcm = (9000 * wave * np.sin(np.pi * t / seconds) ** 0.3).astype("<i2").tobytes()
        reading = Reading(f"phrase {at}", Voice())
        key = key_of(reading, "1")
        takes.write(key, reading, Take(pcm, measure(pcm, rate)))
        placed.append(Placed(key, PAUSES[at % len(PAUSES)], at % 3 - 1.0))
    return Sheet(tuple(placed), 2.0, ACX), takes


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parting, "PART", 9.0)
    monkeypatch.setattr(parting, "LONG", 60.0)


def test_a_chapter_of_the_usual_length_is_made_at_once(
    sheet: tuple[Sheet, Takes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parting, "LONG", 120.0)
    (part,) = parted(mix := Mix(*sheet), [1152])
    assert part.mix is mix


@pytest.mark.parametrize("sheet", [(22050,), (24000,), (22050, 24000)], indirect=True, ids=str)
def test_the_parts_are_the_whole_sample_for_sample(sheet: tuple[Sheet, Takes]) -> None:
    whole = Mix(*sheet)
    parts = parted(whole, [1152])
    assert len(parts) >= 3
    sound = b"".join(whole)
    assert b"".join(pcm for part in parts for pcm in part.mix) == sound
    spans = [(part.start + a, part.start + b) for part in parts for a, b in part.mix.spans]
    assert spans == [(pytest.approx(a), pytest.approx(b)) for a, b in whole.spans]
    at = 0.0
    for part in parts:
        assert part.start == pytest.approx(at, abs=1e-9)
        assert part.length % 1152 == 0
        at += part.length / 44100
    assert [len(parted(whole, frames)) for frames in ([], [0], [1152, 0])] == [1, 1, 1]


@pytest.mark.parametrize("sheet", [(22050,), (24000,)], indirect=True, ids=str)
@pytest.mark.parametrize("form", ["mp3", "m4b", "epub"])
def test_the_files_sound_like_one_that_was_made_at_once(
    sheet: tuple[Sheet, Takes], form: str, tmp_path: Path
) -> None:
    suffix = FORMATS[form].suffix
    once, parts = tmp_path / f"once{suffix}", tmp_path / f"parts{suffix}"
    with Encoder((mix := Mix(*sheet)).rate, [(FORMATS[form], once)]) as encoder:
        for pcm in mix:
            encoder.write(pcm)
    mixed = Mix(*sheet)
    assert encode(mixed, [(FORMATS[form], parts)], ACX) == sum(len(pcm) // 2 for pcm in Mix(*sheet))
    assert mixed.spans == [(pytest.approx(a), pytest.approx(b)) for a, b in mix.spans]
    if suffix == ".aac":
        assert len(list(aac_frames(parts.read_bytes()))) == len(list(aac_frames(once.read_bytes())))
        alone(once, once := tmp_path / "once.m4a")
        alone(parts, parts := tmp_path / "parts.m4a")
    else:
        assert MP3(parts).info.length == MP3(once).info.length
        assert MP3(parts).info.bitrate == MP3(once).info.bitrate
    waves = [np.concatenate(list(decoded(path, 44100, 1))) for path in (once, parts)]
    assert len(waves[0]) == len(waves[1])
    noise, sound = np.square(waves[0] - waves[1]).mean(), np.square(waves[0]).mean()
    assert noise < sound * (1e-12 if form == "mp3" else 1e-6)  # under −120 dB, and under −60
    for cut in (part.start for part in parted(mix, [FORMATS[form].frame])[1:]):
        assert np.abs(waves[1][round((cut - 0.05) * 44100) : round((cut + 0.05) * 44100)]).max() < 1e-3


def test_the_tag_of_the_whole_is_right(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    samples = encode(Mix(*sheet), [(FORMATS["mp3"], path)], ACX)
    assert MP3(path).info.bitrate_mode is BitrateMode.CBR
    assert [file.name for file in tmp_path.glob("a.*")] == ["a.mp3"]
    measured = measure_file(path)
    assert measured.seconds == pytest.approx(samples / 22050, abs=1e-4)


def test_what_cannot_be_joined_is_made_at_once(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    outputs = [(FORMATS[form], tmp_path / f"a.{form}") for form in ("mp3", "flac")]
    encode(Mix(*sheet), outputs, ACX)
    assert {path.name for path in tmp_path.glob("a.*")} == {"a.mp3", "a.flac"}
    with Encoder((mix := Mix(*sheet)).rate, [(FORMATS["mp3"], tmp_path / "b.mp3")]) as encoder:
        for pcm in mix:
            encoder.write(pcm)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_damaged_take_stops_all_parts(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    mix = Mix(*sheet)
    key = sheet[0].takes[30].key
    sheet[1].remove([key])
    with pytest.raises(Damaged):
        encode(mix, [(FORMATS["mp3"], tmp_path / "a.mp3")], ACX)
