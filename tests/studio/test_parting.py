"""A long chapter is encoded in parts, and nobody can tell; a part that stays the same is encoded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.mp3 import MP3, BitrateMode
from numpy.typing import NDArray

from audiobook.model import Reading, Voice
from audiobook.studio import cutting
from audiobook.studio.encode import FORMATS, Encoder
from audiobook.studio.frames import aac_frames
from audiobook.studio.m4b import alone
from audiobook.studio.master import ACX
from audiobook.studio.measure import measure
from audiobook.studio.mix import Damaged, Mix
from audiobook.studio.parting import encode
from audiobook.studio.preflight import decoded, measure_file
from audiobook.studio.sheets import Placed, Sheet
from audiobook.studio.tags import Tags, write_tags
from audiobook.studio.takes import Take, Takes, key_of
from audiobook.studio.tasks import Earlier

PAUSES = (0.75, 0.45, 0.8, 0.12, 0.45, 0.3, 0.5)
RATES = [(22050,), (24000,), (22050, 24000)]


@pytest.fixture
def sheet(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Sheet, Takes]:
    """A minute of buzzing phrases, recorded at one rate or two."""
    rates = getattr(request, "param", (22050,))
    takes = Takes(tmp_path / "takes")
    placed = [_placed(takes, at, 0.8 + at % 7 / 5, rates[at % len(rates)]) for at in range(40)]
    return Sheet(tuple(placed), 2.0, ACX), takes


def _placed(takes: Takes, at: int, seconds: float, rate: int = 22050) -> Placed:
    """A phrase, recorded and in its place."""
    t = np.arange(round(seconds * rate)) / rate
    wave = np.sin(2 * np.pi * (140 + 9 * at) * t) + 0.5 * np.sin(2 * np.pi * (610 + 31 * at) * t)
    pcm = (9000 * wave * np.sin(np.pi * t / seconds) ** 0.3).astype("<i2").tobytes()
    reading = Reading(f"phrase {at} of {seconds} seconds", Voice())
    key = key_of(reading, "1")
    takes.write(key, reading, Take(pcm, measure(pcm, rate)))
    return Placed(key, PAUSES[at % len(PAUSES)], at % 3 - 1.0)


def _changed(sheet: Sheet, takes: Takes, *, at: int) -> Sheet:
    """The sheet with another, longer phrase in one place."""
    placed = list(sheet.takes)
    placed[at] = replace(_placed(takes, at, 1.93), gap=placed[at].gap)
    return replace(sheet, takes=tuple(placed))


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "AROUND", 6.0)
    monkeypatch.setattr(cutting, "LONG", 60.0)


def test_a_chapter_of_the_usual_length_is_made_at_once(
    sheet: tuple[Sheet, Takes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Mix(*sheet).cuts
    monkeypatch.setattr(cutting, "LONG", 120.0)
    mix = Mix(*sheet)
    assert mix.cuts == []
    assert [list(part) for part in mix.parts()] == [list(mix)]


@pytest.mark.parametrize("sheet", RATES, indirect=True, ids=str)
def test_the_parts_are_the_whole_sample_for_sample(sheet: tuple[Sheet, Takes]) -> None:
    whole = Mix(*sheet)
    parts = list(whole.parts())
    assert len(parts) >= 3
    sounds = [b"".join(part) for part in parts]
    assert b"".join(sounds) == b"".join(whole)
    assert [len(sound) // 2 for sound in sounds] == [part.samples for part in parts]
    spans, begun = [], 0
    for part in parts:
        spans += [(begun / part.rate + start, begun / part.rate + end) for start, end in part.spans]
        begun += part.samples
    assert [time for span in spans for time in span] == pytest.approx(
        [t for span in whole.spans for t in span]
    )
    for sound, part in zip(sounds[:-1], parts, strict=False):
        frames = part.samples * 44100 / part.rate / 1152
        assert abs(frames - round(frames)) * 1152 <= 2  # samples
        assert not any(sound[-2 * round(0.08 * part.rate) :])
    for sound, part in zip(sounds[1:], parts, strict=False):
        assert not any(sound[: 2 * round(0.08 * part.rate)])


def test_pauses_change_by_a_tenth_of_a_second_at_most_and_only_at_cuts(sheet: tuple[Sheet, Takes]) -> None:
    mix = Mix(*sheet)
    heard = [0.0, *(end for _, end in mix.spans)]
    pauses = [start - before for before, (start, _) in zip(heard, mix.spans, strict=False)]
    changed = {
        at
        for at, (pause, placed) in enumerate(zip(pauses, sheet[0].takes, strict=True))
        if abs(pause - placed.gap) > 1e-4
    }
    assert changed <= set(mix.cuts)
    assert all(abs(pauses[at] - sheet[0].takes[at].gap) < 0.105 for at in mix.cuts)


@given(st.data())
def test_what_changes_moves_only_the_cuts_around_it(data: st.DataObject) -> None:
    length = st.integers(15000, 60000)
    pause = st.sampled_from([300, 7000, 9000, 9000, 15000])
    phrases = data.draw(st.lists(st.tuples(pause, length), min_size=100, max_size=140))
    keys = [f"{hash((at, *phrase)) % 10**9:09}" for at, phrase in enumerate(phrases)]
    at = data.draw(st.integers(0, len(phrases) - 1))
    other = [*phrases[:at], (phrases[at][0], data.draw(length)), *phrases[at + 1 :]]
    around = round(cutting.AROUND * 22050)
    far = []
    for names, each in ((keys, phrases), ([*keys[:at], "new", *keys[at + 1 :]], other)):
        gaps, said = [gap for gap, _ in each], [samples for _, samples in each]
        begin = [0, *accumulate(gap + samples for gap, samples in each)]
        found = set(cutting.cuts(names, gaps, said, 22050))
        assert all(gaps[cut] >= cutting.PAUSE * 22050 for cut in found)
        far.append((found, {cut for cut in range(len(each)) if abs(begin[cut] - begin[at]) > around}))
    (before, _), (after, _) = far
    unconcerned = far[0][1] & far[1][1]
    assert before & unconcerned == after & unconcerned


@pytest.mark.parametrize("sheet", RATES, indirect=True, ids=str)
@pytest.mark.parametrize("form", ["mp3", "m4b", "epub"])
def test_the_files_sound_like_one_that_was_made_at_once(
    sheet: tuple[Sheet, Takes], form: str, tmp_path: Path
) -> None:
    suffix = FORMATS[form].suffix
    once, parts = tmp_path / f"once{suffix}", tmp_path / f"parts{suffix}"
    mix = Mix(*sheet)
    _at_once(mix, form, once)
    (made,) = encode(mix, [(FORMATS[form], parts)], ACX)
    assert len(made) == len(mix.cuts) + 1
    if suffix == ".aac":
        assert len(list(aac_frames(parts.read_bytes()))) == len(list(aac_frames(once.read_bytes())))
        alone(once, once := tmp_path / "once.m4a")
        alone(parts, parts := tmp_path / "parts.m4a")
    else:
        assert MP3(parts).info.length == pytest.approx(MP3(once).info.length, abs=1e-3)
        assert MP3(parts).info.bitrate == MP3(once).info.bitrate
    waves = [_wave(path) for path in (once, parts)]
    if mix.rate == 24000:  # whose samples stand between the encoded ones: each part is rounded
        assert abs(len(waves[0]) - len(waves[1])) < 2 * len(made)
    else:
        assert len(waves[0]) == len(waves[1])
        noise, sound = np.square(waves[0] - waves[1]).mean(), np.square(waves[0]).mean()
        assert noise < sound * (1e-12 if form == "mp3" else 1e-6)  # under −120 dB, and under −60
    for at in mix.cuts:
        cut = mix.spans[at][0] - cutting.QUIET
        assert np.abs(waves[1][round((cut - 0.05) * 44100) : round((cut + 0.05) * 44100)]).max() < 1e-3
        start = round(mix.spans[at][0] * 44100)
        begins = [np.flatnonzero(np.abs(wave[start - 441 : start + 4410]) > 0.05)[0] for wave in waves]
        assert abs(int(begins[0]) - int(begins[1])) <= 44  # a millisecond


def test_the_tag_of_the_whole_is_right(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    encode(mix := Mix(*sheet), [(FORMATS["mp3"], path)], ACX)
    assert MP3(path).info.bitrate_mode is BitrateMode.CBR
    assert [file.name for file in tmp_path.glob("a.*")] == ["a.mp3"]
    measured = measure_file(path)
    assert measured.seconds == pytest.approx(mix.samples / 22050, abs=1e-4)


@pytest.mark.parametrize(
    ("sheet", "at"), list(zip(RATES, (20, 0, 39), strict=True)), indirect=["sheet"], ids=str
)
def test_only_the_parts_that_changed_are_made_again_and_the_file_is_as_one_made_afresh(
    sheet: tuple[Sheet, Takes], at: int, tmp_path: Path
) -> None:
    formats = [FORMATS[form] for form in ("mp3", "m4b", "epub")]

    def made(folder: str, sheet: Sheet, earlier: Sequence[Earlier] = ()) -> list[Earlier]:
        (tmp_path / folder).mkdir()
        outputs = [(form, tmp_path / folder / f"{form.name}{form.suffix}") for form in formats]
        parts = encode(Mix(sheet, takes), outputs, ACX, earlier)
        return [Earlier(path, parts) for (_, path), parts in zip(outputs, parts, strict=True)]

    first, takes = sheet
    old = made("old", first)
    write_tags(old[0].path, Tags("One", "A Book", "Nobody", "a voice", "2026"))
    second = _changed(first, takes, at=at)
    fresh = made("fresh", second)
    kept = {part.digest for file in fresh for part in file.parts} & {
        part.digest for file in old for part in file.parts
    }
    assert len(kept) >= len(formats) * (len(old[0].parts) - 2)
    for part, (start, end) in zip(fresh[0].parts, pairwise([0, *Mix(second, takes).cuts, 40]), strict=True):
        if part.digest in kept:
            for placed in second.takes[start:end]:
                _spoil_sound(takes, placed.key)  # whoever mixes it is told that it is damaged
    assert any(takes.read(placed.key) is None for placed in second.takes)
    again = made("again", second, old)
    assert again == [replace(file, path=tmp_path / "again" / file.path.name) for file in fresh]
    for file, other in zip(again, fresh, strict=True):
        assert file.path.read_bytes() == other.path.read_bytes()
    write_tags(again[0].path, Tags("One", "A Book", "Nobody", "a voice", "2026"))
    last = made("last", second, again)
    assert [file.path.read_bytes() for file in last] == [file.path.read_bytes() for file in fresh]
    assert {path.name for path in (tmp_path / "last").iterdir()} == {"mp3.mp3", "m4b.aac", "epub.mp3"}


def test_a_file_that_somebody_had_a_hand_in_is_left_alone(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    (parts,) = encode(Mix(*sheet), [(FORMATS["mp3"], path)], ACX)
    sound = path.read_bytes()
    path.write_bytes(sound[:-100])
    encode(Mix(*sheet), [(FORMATS["mp3"], tmp_path / "b.mp3")], ACX, [Earlier(path, parts)])
    assert (tmp_path / "b.mp3").read_bytes() == sound


def test_what_cannot_be_joined_is_made_at_once(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    outputs = [(FORMATS[form], tmp_path / f"a.{form}") for form in ("mp3", "flac")]
    assert encode(Mix(*sheet), outputs, ACX) == [(), ()]
    assert {path.name for path in tmp_path.glob("a.*")} == {"a.mp3", "a.flac"}
    _at_once(Mix(*sheet), "mp3", tmp_path / "b.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_damaged_take_stops_all_parts(sheet: tuple[Sheet, Takes], tmp_path: Path) -> None:
    mix = Mix(*sheet)
    key = sheet[0].takes[30].key
    sheet[1].remove([key])
    with pytest.raises(Damaged):
        encode(mix, [(FORMATS["mp3"], tmp_path / "a.mp3")], ACX)


def _at_once(mix: Mix, form: str, path: Path) -> None:
    with Encoder(mix.rate, [(FORMATS[form], path)]) as encoder:
        for pcm in mix:
            encoder.write(pcm)


def _wave(path: Path) -> NDArray[np.float32]:
    return np.concatenate(list(decoded(path, 44100, 1)))


def _spoil_sound(takes: Takes, key: str) -> None:
    """The take's sound comes to harm, what is known of it does not."""
    data = bytearray(takes.path(key).read_bytes())
    data[1000] ^= 0xFF
    takes.path(key).write_bytes(data)
    assert takes.read(key) is None
    assert takes.facts(key) is not None
