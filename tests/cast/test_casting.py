from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import F, M, U, script

from audiobook import engines
from audiobook.cast.casting import cast, close_pairs, scenes
from audiobook.cast.layers import Layer, Voices
from audiobook.cast.likeness import CLOSE, DISTINCT
from audiobook.cast.voicesfile import VoicesFile
from audiobook.engines import Ability, Age, Audition, EngineVoice, Speech, Timbre
from audiobook.errors import BadInput
from audiobook.model import Character, Gender, Kind, Line, Script, Voice

ENGINE = engines.get("pyttsx3")


def voices(text: str = "") -> Voices:
    file = VoicesFile.parse(text, Path("voices.toml"))
    return Voices((Layer(file, file.settings, file.names),))


def cosine(one: Voice, other: Voice) -> float:
    a, b = ENGINE.timbre(one), ENGINE.timbre(other)
    assert a is not None
    assert b is not None
    return a.cosine(b)


def gender_of(voice: Voice) -> Gender:
    return next(a.gender for a in ENGINE.auditions() if (a.voice, a.pitch) == (voice.voice, voice.pitch))


def crowd(women: int, men: int) -> list[Character]:
    return [
        *(Character(f"Woman {n}", F) for n in range(women)),
        *(Character(f"Man {n}", M) for n in range(men)),
    ]


def test_everybody_has_a_voice_of_their_gender() -> None:
    people = crowd(5, 5)
    chosen = cast(script([[p.name for p in people]], *people), voices()).cast
    assert list(chosen.characters) == [p.name for p in people]
    for person in people:
        assert gender_of(chosen.characters[person.name]) == person.gender


def test_those_who_talk_to_each_other_are_clearly_distinct() -> None:
    people = crowd(4, 5)
    story = script([[p.name for p in people]], *people)
    chosen = cast(story, voices()).cast
    everybody = [chosen.narrator, *chosen.characters.values()]
    assert all(cosine(a, b) < DISTINCT for n, a in enumerate(everybody) for b in everybody[:n])
    assert close_pairs(story, chosen) == []


def test_a_crowd_in_one_scene_stays_apart_by_voice_or_pitch() -> None:
    people = crowd(10, 14)
    story = script([[p.name for p in people]], *people)
    chosen = cast(story, voices()).cast
    assert len({(v.voice, v.pitch) for v in chosen.characters.values()}) == len(people)
    assert close_pairs(story, chosen) == []


def test_scenes_far_apart_may_share_voices() -> None:
    people = crowd(0, 60)
    story = script([[p.name for p in people[n : n + 6]] for n in range(0, 60, 6)], *people)
    assert close_pairs(story, cast(story, voices()).cast) == []


def test_unknown_genders_are_spread_and_stable() -> None:
    names = [f"Person {n}" for n in range(8)]
    chosen = cast(script([names]), voices()).cast
    genders = Counter(gender_of(voice) for voice in chosen.characters.values())
    assert genders[F] >= 3
    assert genders[M] >= 3
    assert cast(script([names]), voices()).cast == chosen


def test_a_name_may_tell_an_age_or_a_manner() -> None:
    people = [
        Character("Old Ben", M),
        Character("The little girl", F),
        Character("Robot 7", U),
        Character("Ann", F),
    ]
    chosen = cast(script([[p.name for p in people]], *people), voices()).cast
    kinds = {(a.voice, a.pitch): a for a in ENGINE.auditions()}
    found = {name: kinds[voice.voice, voice.pitch] for name, voice in chosen.characters.items()}
    assert found["Old Ben"].age == Age.OLD
    assert found["The little girl"].age == Age.CHILD
    assert "robot" in found["Robot 7"].tags
    assert found["Ann"].age in (Age.ADULT, Age.YOUNG)


def test_newcomers_with_few_lines_change_nothing() -> None:
    people = crowd(3, 4)
    leads = [p.name for p in people] * 5
    before = cast(script([leads], *people), voices()).cast
    more = [*people, Character("Postman", M), Character("Nurse", F)]
    after = cast(script([[*leads, "Postman", "Nurse"], ["Postman"]], *more), voices()).cast
    assert {name: after.characters[name] for name in before.characters} == before.characters
    assert after.narrator == before.narrator


def test_the_same_in_every_process() -> None:
    code = (
        "from stories import script\n"
        "from audiobook.cast.casting import cast\n"
        "from audiobook.cast.layers import Voices\n"
        "print(cast(script([['Jo', 'Sam', 'Kit', 'Alex']]), Voices()).cast)"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_what_a_person_chose_is_kept_and_others_keep_clear_of_it() -> None:
    people = [Character("Ann", F, ("Annie",)), Character("Bea", F)]
    story = script([["Ann", "Bea"]], *people)
    favourite = cast(story, voices()).cast.characters["Bea"]
    chosen = cast(
        story,
        voices(f'[characters.Annie]\nvoice = "{favourite.voice}"\npitch = {favourite.pitch}\nrate = 150'),
    )
    assert chosen.cast.characters["Ann"] == Voice("pyttsx3", favourite.voice, 150, favourite.pitch)
    assert chosen.cast.characters["Bea"].voice != favourite.voice
    assert chosen.origins == {"Ann": "voices.toml, line 2"}


def test_single_settings_go_onto_the_cast_voice() -> None:
    story = script([["Ann"]], Character("Ann", F))
    plain = cast(story, voices()).cast.characters["Ann"]
    chosen = cast(story, voices("[defaults]\nrate = 140\ngain = 1\n[characters.Ann]\ngain = -2")).cast
    assert chosen.characters["Ann"] == Voice("pyttsx3", plain.voice, 140, plain.pitch, -2)
    assert (chosen.narrator.rate, chosen.narrator.gain) == (140, 1)


def test_a_persons_gender_goes_before_the_taggers() -> None:
    story = script([["Robin"]], Character("Robin", M))
    assert (
        gender_of(cast(story, voices('[characters.Robin]\ngender = "female"')).cast.characters["Robin"]) == F
    )


def test_a_first_person_narrator_speaks_in_the_narrators_voice() -> None:
    story = script([["Nell", "Tom"]], Character("Nell", F, narrates=True), Character("Tom", M))
    chosen = cast(story, voices()).cast
    assert chosen.characters["Nell"] == chosen.narrator
    assert gender_of(chosen.narrator) == F
    assert close_pairs(story, chosen) == []
    slower = cast(story, voices('[narrator]\nvoice = "en-gb"\n[characters.Nell]\nrate = 120')).cast
    assert slower.characters["Nell"] == Voice("pyttsx3", "en-gb", 120)
    own = cast(story, voices('[characters.Nell]\nvoice = "en-gb+f2"')).cast
    assert own.characters["Nell"].voice == "en-gb+f2"


def test_the_default_voice_is_the_narrators_and_gives_the_accent() -> None:
    story = script([["Ann", "Bob"]], Character("Ann", F), Character("Bob", M))
    chosen = cast(story, voices('[defaults]\nvoice = "en-gb-scotland"')).cast
    assert chosen.narrator.voice == "en-gb-scotland"
    assert all(voice.voice.startswith("en-gb-scotland+") for voice in chosen.characters.values())


def test_a_story_in_another_language_has_its_own_voices() -> None:
    chosen = cast(script([["Ada"]], Character("Ada", F), language="de-AT"), voices()).cast
    assert chosen.narrator.voice == "de"
    assert chosen.characters["Ada"].voice.startswith("de+")


def test_somebody_tagged_by_hand_is_cast_too() -> None:
    story = script([["Ann"]])
    line = Line("Boo!", 0, 9, "Ghost", Kind.SPEECH)
    chosen = cast(story.replace(lines=(*story.lines, line)), voices()).cast
    assert chosen.voice_of(line) == chosen.characters["Ghost"]


def test_deliveries_are_there_and_can_be_changed() -> None:
    chosen = cast(
        script([["Ann"]]), voices("[delivery.whispering]\ngain = -10\n[delivery.dreamily]\nrate = 0.8")
    ).cast
    assert chosen.deliveries["whispering"].gain == -10
    assert chosen.deliveries["whispering"].rate == pytest.approx(0.9)
    assert chosen.deliveries["dreamily"].rate == 0.8
    whispered = chosen.voice_of(Line("Hush.", 0, 1, "Ann", Kind.SPEECH, ("whispering",)))
    assert whispered.gain == -10
    assert whispered.voice == chosen.characters["Ann"].voice


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ('[narrator]\nvoice = "en-uk+f3"', "line 2", "en-us"),
        ('[characters.Nobody]\n\nvoice = "en-us+lynda"', "line 3", "en-us+linda"),
        ('[defaults]\nengine = "pytsx3"', "line 2", "pyttsx3"),
        ('[characters.Ann]\nengine = "festival"', "line 2", "Installed: pyttsx3"),
        ("[engines.openai]\npryce = 3", "line 2", "Did you mean 'price'?"),  # though nobody is cast with it
        ("[engines.festivl]\nspeed = 3", "line 2", "Installed: pyttsx3"),
    ],
)
def test_what_no_engine_has_names_file_line_and_nearest(text: str, place: str, remedy: str) -> None:
    with pytest.raises(BadInput) as refused:
        cast(script([["Ann"]]), voices(text))
    assert refused.value.place == f"voices.toml, {place}"
    assert remedy in (refused.value.remedy or "")


def test_an_unknown_engine_on_the_command_line() -> None:
    for said in ("", '[characters.Ann]\nvoice = "en-us+f2"\n'):
        with pytest.raises(BadInput, match="there is no speech engine called 'espeak'") as refused:
            cast(script([["Ann"]]), voices(said), engine="espeak")
        assert refused.value.place is None  # no file names it


def test_close_voices_of_one_scene_are_found() -> None:
    story = script([["Ann", "Bea"], ["Cal", "Ann"]])
    same = '[characters.{0}]\nvoice = "en-us+f2"\n'
    chosen = cast(
        story, voices("".join(map(same.format, ("Ann", "Bea"))) + '[characters.Cal]\nvoice = "en-us+Nguyen"')
    )
    pairs = close_pairs(story, chosen.cast)
    assert [(pair.first, pair.second) for pair in pairs] == [("Ann", "Bea")]
    assert pairs[0].likeness > CLOSE


def test_a_scene_ends_at_a_chapter_and_at_a_break() -> None:
    story = script([["Ann", "Bea"], ["Cal"]])
    broken = [Line(**{**_fields(line), "opens_scene": line.speaker == "Bea"}) for line in story.lines]
    assert scenes(story) == [{"Ann", "Bea"}, {"Cal"}]
    assert scenes(story.replace(lines=tuple(broken))) == [{"Ann"}, {"Bea"}, {"Cal"}]


def _fields(line: Line) -> dict[str, object]:
    return {name: getattr(line, name) for name in line.__slots__}


class Chorus:
    """An engine that nobody measured: three voices, no pitch."""

    name = "chorus"
    version = "1"
    sample_rate = 8000
    abilities = Ability.RATE

    def voices(self) -> list[EngineVoice]:
        return [EngineVoice("alto", "en", F), EngineVoice("tenor", "en-GB", M), EngineVoice("Bass", "de", M)]

    def auditions(self, like: str = "") -> list[Audition]:
        return []

    def timbre(self, voice: Voice) -> Timbre | None:
        return None

    def resolve(self, voice: str) -> str:
        if voice not in ("alto", "tenor", "Bass"):
            raise BadInput(f"chorus has no voice {voice!r}", remedy="Did you mean 'alto'?")
        return voice

    def speak(self, text: str, voice: Voice) -> Speech:
        return Speech(b"", 8000)

    def close(self) -> None:
        pass


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(engines, "names", lambda: ["pyttsx3", "chorus"])
    return lambda name: Chorus() if name == "chorus" else engines.get(name)


def test_an_unmeasured_engine_is_cast_by_gender_and_language(start: engines.Engine) -> None:
    people = [Character("Ann", F), Character("Bob", M), Character("Cal", M)]
    story = script([[p.name for p in people]], *people)
    casting = cast(story, voices(), engine="chorus", start=start)
    assert casting.engine == "chorus"
    assert casting.cast.narrator.voice == "alto"
    found = {name: (voice.voice, voice.pitch) for name, voice in casting.cast.characters.items()}
    assert {name: voice for name, (voice, _) in found.items()} == {
        "Ann": "alto",
        "Bob": "tenor",
        "Cal": "tenor",
    }
    assert found["Ann"][1] != 0  # the narrator has the voice itself
    assert close_pairs(story, casting.cast, start) == []


class Soloist(Chorus):
    """An engine with one voice, a man's."""

    name = "solo"

    def voices(self) -> list[EngineVoice]:
        return [EngineVoice("tenor", "en", M)]


def test_one_voice_makes_many_by_pitch_women_above_men(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "names", lambda: ["solo"])
    people = [Character("Ann", F), Character("Bob", M), Character("Cal", M), Character("Dora", F)]
    story = script([[p.name for p in people]], *people)
    casting = cast(story, voices(), engine="solo", start=lambda name: Soloist()).cast
    assert casting.narrator.pitch == 0
    pitches = {name: voice.pitch for name, voice in casting.characters.items()}
    assert min(pitches["Ann"], pitches["Dora"]) > max(pitches["Bob"], pitches["Cal"], 0)
    ladder = sorted([0, *pitches.values()])
    assert min(b - a for a, b in pairwise(ladder)) > 3
    assert close_pairs(story, casting, lambda name: Soloist()) == []


def test_too_many_for_one_voice_are_all_told_apart_by_pitch_and_warned_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "names", lambda: ["solo"])
    people = crowd(3, 4)
    story = script([[p.name for p in people]], *people)
    casting = cast(story, voices(), engine="solo", start=lambda name: Soloist()).cast
    assert len({voice.pitch for voice in casting.characters.values()} | {0.0}) == len(people) + 1
    assert close_pairs(story, casting, lambda name: Soloist())


def test_an_engine_with_a_voice_for_everybody_leaves_them_as_they_are(start: engines.Engine) -> None:
    story = script([["Bob"]], Character("Bob", M))
    casting = cast(story, voices(), engine="chorus", start=start).cast
    assert (casting.narrator.pitch, casting.characters["Bob"].pitch) == (0, 0)


def test_a_voice_of_another_engine_is_left_aside_with_a_note(start: engines.Engine) -> None:
    text = """[defaults]
engine = "pyttsx3"
[narrator]
voice = "en-gb"
[characters.Ann]
engine = "pyttsx3"
voice = "en-us+f2"
"""
    casting = cast(script([["Ann"]]), voices(text), engine="chorus", start=start)
    assert casting.cast.narrator.engine == "chorus"
    assert casting.cast.characters["Ann"].engine == "pyttsx3"  # asked for by name
    assert casting.notes == ("voices.toml, line 4: 'en-gb' is a voice of pyttsx3, not used with chorus",)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from("ABCDEFGHIJKLMNOP"), max_size=8), min_size=1, max_size=4), st.data())
def test_any_story_is_cast_whole_and_apart(parts: list[list[str]], data: st.DataObject) -> None:
    names = sorted({name for part in parts for name in part})
    people = [Character(name, data.draw(st.sampled_from(list(Gender)))) for name in names]
    story: Script = script(parts, *people)
    chosen = cast(story, voices()).cast
    assert set(chosen.characters) == set(names)
    assert all(chosen.voice_of(line) for line in story.lines)
    assert close_pairs(story, chosen) == []


def test_the_voices_file_that_comes_along_is_in_order() -> None:
    file = VoicesFile.read(Path(__file__).parents[2] / "voices.toml")
    people = [Character(name) for name in file.names]
    assert people
    story = script([[person.name for person in people]], *people)
    casting = cast(story, Voices((Layer(file, file.settings, file.names),)))
    assert set(casting.origins) == {"narrator", *file.names}
    assert close_pairs(story, casting.cast) == []
