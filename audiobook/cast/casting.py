"""Automatic casting: a voice for everybody whom no voices.toml gives one.

Characters are cast in the order of how much they say, so that the leads get the best voices and newcomers
with few lines change nothing. Each takes the first audition of their gender that is clearly unlike everybody
cast before; when voices run out, unlike everybody they share a scene with. Nothing is drawn by chance.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from audiobook import engines
from audiobook.cast.delivery import DELIVERIES
from audiobook.cast.layers import Voices, Wishes
from audiobook.cast.likeness import CLOSE, DISTINCT, Likeness, Start, bare
from audiobook.cast.settings import ENGINES
from audiobook.cast.voicesfile import Setting
from audiobook.engines import Age, Audition, Engine, EngineVoice
from audiobook.errors import BadInput, JobFailed
from audiobook.model import (
    NARRATOR,
    NO_EFFECT,
    Cast,
    Character,
    Delivery,
    Gender,
    Pauses,
    Script,
    Settings,
    Voice,
)

RATE = 170.0
"""Words a minute where no voices.toml says otherwise."""

AGES = {
    Age.OLD: {
        "grandma",
        "grandpa",
        "grandmother",
        "grandfather",
        "granny",
        "gran",
        "nan",
        "nana",
        "old",
        "elder",
    },
    Age.CHILD: {"boy", "girl", "child", "kid", "baby", "little", "toddler"},
}
"""Words in a name that tell an age."""

ODD = {"robot", "whispering", "rough"}
"""Manners of a voice that not everybody should be given."""

SHIFTS = (0.0, -3.5, 3.5, 7.0, -7.0, 10.5, -10.5, -1.75, 1.75, 5.25, -5.25, 8.75, -8.75)
"""Semitones by which an unmeasured voice is moved to make others of it: first so far apart that they are not
taken for each other, then what lies between."""
ACROSS = 5.0
"""Semitones up that make a woman's voice of a man's; as many down make a man's of a woman's."""
DEEPEST, HIGHEST = -5.25, 7.0
"""Semitones that a man's voice bears downwards, and a woman's upwards."""


@dataclass(frozen=True, slots=True)
class Casting:
    """The cast, and how it came about."""

    cast: Cast
    engine: str
    """The engine of whoever asks for no other."""
    origins: Mapping[str, str]
    """Whose voice a person chose: the name (or `narrator`), and the place ("voices.toml, line 14")."""
    notes: tuple[str, ...] = ()
    """What a person should know: settings that did not apply, names that nobody has."""


@dataclass(frozen=True, slots=True)
class Close:
    """Two people of one scene whose voices are hard to tell apart."""

    first: str
    second: str
    likeness: float
    """1: the same voice."""


def cast(script: Script, voices: Voices, *, engine: str | None = None, start: Start = engines.get) -> Casting:
    """A voice profile for the narrator and every character of the script.

    `engine` goes before [defaults]. Raises BadInput, naming file and line, for an engine or a voice that does
    not exist; JobFailed for an engine that cannot start.
    """
    start = _equipped(start, voices)
    _check(voices, engine, start)
    main = engine or voices.default("engine", "pyttsx3")
    return _Call(script, voices, main, start).casting()


def close_pairs(script: Script, cast: Cast, start: Start = engines.get) -> list[Close]:
    """Pairs of voices that share a scene and sound alike, the worst first; the narrator is in every scene."""
    likeness = Likeness(cache(lambda name: _told(start(name), cast.settings.get(name, {}))))
    own = {character.name for character in script.characters if character.narrates}
    profiles = {NARRATOR: cast.narrator, **cast.characters}
    pairs = {pair for scene in scenes(script) for pair in combinations(sorted(scene), 2)}
    pairs |= {(NARRATOR, name) for name in cast.characters if name not in own}
    found = (Close(a, b, likeness(profiles[a], profiles[b])) for a, b in sorted(pairs))
    return sorted((pair for pair in found if pair.likeness >= CLOSE), key=lambda pair: -pair.likeness)


def scenes(script: Script) -> list[frozenset[str]]:
    """Which characters speak in each scene: a chapter, or a part of one between scene breaks."""
    found: list[set[str]] = []
    chapter = -1
    for line in script.lines:
        if line.chapter != chapter or line.opens_scene:
            found.append(set())
            chapter = line.chapter
        if line.speaker != NARRATOR:
            found[-1].add(line.speaker)
    return [frozenset(speakers) for speakers in found if speakers]


def _everybody(script: Script) -> list[Character]:
    """The script's characters, and whoever a person tagged without telling."""
    known = {character.name for character in script.characters}
    untold = Counter(line.speaker for line in script.lines if line.speaker not in {NARRATOR, *known})
    return [*script.characters, *(Character(name) for name, _ in untold.most_common())]


class _Call:
    """Calls everybody to the audition, once."""

    def __init__(self, script: Script, voices: Voices, engine: str, start: Start) -> None:
        self._script = script
        self._voices = voices
        self._engine = engine
        self._start = start
        self._likeness = Likeness(start)
        self._pools: dict[str, Sequence[Audition]] = {}
        self._unmeasured: set[str] = set()
        """Engines whose voices nobody compared."""
        self._rows: dict[object, list[float]] = {}
        self._columns: dict[object, list[float]] = {}
        self._chosen: dict[str, Voice] = {}
        self._taken: frozenset[Voice] = frozenset()
        """What tells all chosen voices apart."""
        self._genders: Counter[Gender] = Counter()
        self._origins: dict[str, str] = {}
        self._notes: list[str] = []
        self._characters = _everybody(script)
        self._scenes: dict[str, list[set[Voice]]] = {}
        """For each character, the voices chosen so far of each scene they are in."""
        for scene in scenes(script):
            heard: set[Voice] = set()
            for name in scene:
                self._scenes.setdefault(name, []).append(heard)

    def casting(self) -> Casting:
        """Everybody's voice: given ones first, so that the others can keep clear of them."""
        self._cast_narrator()
        uncast = []
        for character in self._characters:
            wishes = self._voices.character(character)
            if (given := self._given(character.name, wishes, kept_too=not character.narrates)) is not None:
                self._choose(character.name, given)
            elif character.narrates:
                self._choose(character.name, self._as_narrator(wishes))
            else:
                uncast.append((character, wishes))
        for character, wishes in uncast:
            self._cast(character, wishes)
        order = [character.name for character in self._characters]
        cast = Cast(
            self._chosen.pop(NARRATOR),
            {name: self._chosen[name] for name in order},
            _deliveries(self._voices),
            Pauses(**{name: setting.value for name, setting in self._voices.settings("pauses").items()}),
            _plain(self._voices.engines()),
        )
        notes = (*self._notes, *self._voices.strangers(self._script))
        return Casting(cast, self._engine, self._origins, notes)

    # --- one by one ---

    def _choose(self, name: str, voice: Voice) -> None:
        self._chosen[name] = voice
        plain = bare(voice)
        if plain not in self._taken:
            self._taken |= {plain}
        for heard in self._scenes.get(name, ()):
            heard.add(plain)

    def _cast_narrator(self) -> None:
        wishes = dict(self._voices.narrator())
        spoken = [*wishes.get("voice", ()), *self._voices.defaults().get("voice", ())]
        wishes["voice"] = sorted(spoken, key=lambda wish: wish.cast_by_program)
        voice = self._given(NARRATOR, wishes)
        if voice is None:
            teller = next((c for c in self._characters if c.narrates), Character(NARRATOR))
            audition = self._audition(NARRATOR, _gender(teller, wishes), Age.ADULT, wishes)
            voice = self._profile(wishes, audition.voice, audition.pitch)
        self._choose(NARRATOR, voice)

    def _cast(self, character: Character, wishes: Wishes) -> None:
        gender = _gender(character, wishes)
        if gender is Gender.UNKNOWN and not _oddity(character.name):
            gender = self._rarer(character.name)
        self._genders[gender] += 1
        audition = self._audition(character.name, gender, _age(character.name), wishes)
        self._choose(character.name, self._profile(wishes, audition.voice, audition.pitch))

    def _given(self, name: str, wishes: Wishes, kept_too: bool = True) -> Voice | None:
        """The voice that a file gives: a person's, or the one kept from an earlier run."""
        engine = self._engine_of(wishes)
        driver = self._driver(engine, wishes)
        for wish in wishes.get("voice", ()):
            if wish.cast_by_program and not kept_too:
                continue
            voice, place = wish.setting.value, wish.setting.place
            if wish.engine not in (None, engine):
                if not wish.cast_by_program:
                    self._notes.append(
                        f"{place}: {voice!r} is a voice of {wish.engine}, not used with {engine}"
                    )
                continue
            if not wish.cast_by_program:
                self._origins[name] = place
                voice = _driven(voice, driver)
            elif driver and not voice.startswith(f"{driver}:"):
                continue  # cast before the driver was chosen
            return self._profile(wishes, voice, 0, kept=wish.cast_by_program)
        return None

    def _driver(self, engine: str, wishes: Wishes) -> str:
        """The driver of pyttsx3 that somebody's voice, or everybody's, is to be of."""
        said = [*wishes.get("driver", ()), *self._voices.defaults().get("driver", ())]
        return str(said[0].setting.value) if said and engine == "pyttsx3" else ""

    def _as_narrator(self, wishes: Wishes) -> Voice:
        """A first-person narrator speaks in the narrator's voice."""
        voice = self._chosen[NARRATOR]
        return replace(
            voice,
            rate=_number(wishes, "rate", voice.rate),
            pitch=_number(wishes, "pitch", voice.pitch),
            gain=_number(wishes, "gain", voice.gain),
            intonation=_number(wishes, "intonation", voice.intonation),
            effects=_effects(wishes) if "effect" in wishes else voice.effects,
        )

    def _profile(self, wishes: Wishes, voice: str, pitch: float, kept: bool = False) -> Voice:
        """A voice with the settings that are wished for; pitch is what casting adds.

        A pitch that an earlier run cast belongs to the voice it was cast with, and counts with that one only.
        """
        defaults = self._voices.defaults()
        return Voice(
            engine=self._engine_of(wishes),
            voice=voice,
            rate=_number(wishes, "rate", _number(defaults, "rate", RATE), kept),
            pitch=_number(wishes, "pitch", pitch + _number(defaults, "pitch", 0), kept),
            gain=_number(wishes, "gain", _number(defaults, "gain", 0), kept),
            intonation=_number(wishes, "intonation", _number(defaults, "intonation", 1), kept),
            effects=_effects(wishes if "effect" in wishes else defaults),
        )

    def _engine_of(self, wishes: Wishes) -> str:
        asked = next(
            (wish.setting.value for wish in wishes.get("engine", ()) if not wish.cast_by_program), None
        )
        return str(asked or self._engine)

    def _rarer(self, name: str) -> Gender:
        """The gender that fewer voices were cast in; where it is even, one that hangs on the name alone."""
        female, male = self._genders[Gender.FEMALE], self._genders[Gender.MALE]
        if female == male:
            female += hashlib.sha256(name.encode()).digest()[0] % 2
            male = self._genders[Gender.MALE] + 1 - (female - self._genders[Gender.FEMALE])
        return Gender.FEMALE if female < male else Gender.MALE

    # --- auditions ---

    def _audition(self, name: str, gender: Gender, age: Age, wishes: Wishes) -> Audition:
        """The best audition that fits and is clearly unlike those whom it must not be taken for."""
        engine = self._engine_of(wishes)
        pool = self._pool(engine)
        gendered = [at for at, a in enumerate(pool) if gender in (a.gender, Gender.UNKNOWN)] or range(
            len(pool)
        )
        fitting = [at for at in gendered if _fits(pool[at], name, age)] or gendered
        teller = {bare(self._chosen[NARRATOR])} if NARRATOR in self._chosen else set()
        mates = frozenset(teller.union(*self._scenes.get(name, ())))
        by_pitch = engine in self._unmeasured
        measure, apart = (self._likeness, CLOSE) if by_pitch else (self._likeness.timbre, DISTINCT)
        for rivals in (self._taken, mates):
            alike = self._alike(engine, rivals, measure)
            if (found := next((at for at in fitting if alike[at] < apart), None)) is not None:
                return pool[found]
        alike = self._alike(engine, mates, self._likeness)
        best = min(fitting, key=lambda at: alike[at])
        if alike[best] >= CLOSE:  # rather somebody of another age than somebody's double
            best = min(gendered, key=lambda at: alike[at])
        return pool[best]

    def _alike(
        self, engine: str, rivals: frozenset[Voice], likeness: Callable[[Voice, Voice], float]
    ) -> list[float]:
        """For each audition of an engine, how alike it is to the likest of the rivals."""
        if (known := self._columns.get((engine, rivals, likeness))) is not None:
            return known
        pool = self._pool(engine)
        rows = []
        for rival in rivals:
            key = (engine, rival, likeness)
            if key not in self._rows:
                self._rows[key] = [likeness(_as_voice(engine, audition), rival) for audition in pool]
            rows.append(self._rows[key])
        alike = [max(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(pool)
        self._columns[engine, rivals, likeness] = alike
        return alike

    def _pool(self, engine: str) -> Sequence[Audition]:
        if engine not in self._pools:
            self._pools[engine] = self._auditions(engine)
        return self._pools[engine]

    def _auditions(self, name: str) -> Sequence[Audition]:
        """An engine's measured settings; of an engine that nobody measured, its voices as they are, and where
        they are fewer than the characters, others made of them by pitch."""
        engine = self._start(name)
        default = self._voices.defaults().get("voice", ())
        accent = next((wish.setting.value for wish in default if wish.engine in (None, name)), None)
        if driver := self._driver(name, {}):
            return engine.auditions(f"{driver}:{self._script.book.language}")
        if auditions := engine.auditions(accent or self._script.book.language):
            return auditions
        language = (self._script.book.language or "en").split("-")[0].casefold()
        voices = engine.voices()
        spoken = [voice for voice in voices if voice.language.split("-")[0].casefold() == language] or voices
        if not spoken:
            raise BadInput(
                f"the engine {name!r} has no voices yet",
                remedy="`audiobook doctor` says how it gets some; or choose another with --engine.",
            )
        self._unmeasured.add(name)
        shifts = SHIFTS if self._too_few(spoken) else SHIFTS[:1]
        return [made for shift in shifts for voice in spoken if (made := _moved(voice, shift)) is not None]

    def _too_few(self, voices: Sequence[EngineVoice]) -> bool:
        """Not everybody, the narrator included, can have a voice of their gender for themselves."""
        people = Counter(_gender(one, self._voices.character(one)) for one in self._characters)
        unsaid = sum(voice.gender is Gender.UNKNOWN for voice in voices)
        if len(voices) <= len(self._characters):
            return True
        return any(
            sum(voice.gender is gender for voice in voices) + unsaid <= people[gender]
            for gender in (Gender.FEMALE, Gender.MALE)
            if people[gender]
        )


def _moved(voice: EngineVoice, shift: float) -> Audition | None:
    """A voice moved by so many semitones, far enough into one of the other gender; None where that would not
    sound like anybody."""
    gender = voice.gender
    if gender is Gender.MALE:
        if shift < DEEPEST:
            return None
        gender = Gender.FEMALE if shift > ACROSS else gender
    elif gender is Gender.FEMALE:
        if shift > HIGHEST:
            return None
        gender = Gender.MALE if shift < -ACROSS else gender
    elif abs(shift) > ACROSS:
        return None
    return Audition(voice.name, shift, gender, voice.age, voice.tags)


def _driven(voice: str, driver: str) -> str:
    """A voice of one of pyttsx3's drivers, as the engine knows it."""
    return f"{driver}:{voice}" if driver and ":" not in voice else voice


def _as_voice(engine: str, audition: Audition) -> Voice:
    return Voice(engine, audition.voice, pitch=audition.pitch)


def _number(wishes: Wishes, key: str, otherwise: float, kept: bool = False) -> float:
    wished = (wish.setting.value for wish in wishes.get(key, ()) if kept or not wish.cast_by_program)
    return float(next(wished, otherwise))


def _effects(wishes: Wishes) -> tuple[str, ...]:
    name = next((wish.setting.value for wish in wishes.get("effect", ())), NO_EFFECT)
    return () if name == NO_EFFECT else (str(name),)


def _gender(character: Character, wishes: Wishes) -> Gender:
    """A person's word before the tagger's."""
    asked = (wish.setting.value for wish in wishes.get("gender", ()) if not wish.cast_by_program)
    return Gender(next(asked, character.gender))


def _age(name: str) -> Age:
    words = set(re.findall(r"\w+", name.casefold()))
    return next((age for age, telling in AGES.items() if words & telling), Age.ADULT)


def _fits(audition: Audition, name: str, age: Age) -> bool:
    """The right age, and odd (a robot, a whisperer) where and only where the name says so."""
    right = audition.age is age or (audition.age is Age.YOUNG and age is Age.ADULT)
    return right and ODD & set(audition.tags) == _oddity(name)


def _oddity(name: str) -> set[str]:
    return {manner for manner in ODD if manner in name.casefold()}


def _deliveries(voices: Voices) -> dict[str, Delivery]:
    """The deliveries that come along, with what the files change."""
    asked = voices.deliveries()
    return {
        name: replace(DELIVERIES.get(name, Delivery()), **asked.get(name, {}))
        for name in {**DELIVERIES, **asked}
    }


def _plain(tables: Mapping[str, Mapping[str, Setting]]) -> Settings:
    return {name: {key: said.value for key, said in table.items()} for name, table in tables.items()}


def _told(engine: Engine, settings: Mapping[str, object]) -> Engine:
    if settings:
        engine.set_up(settings)
    return engine


def _equipped(start: Start, voices: Voices) -> Start:
    """Starts an engine with what its table says. Raises BadInput with file and line for what it rejects."""
    tables = voices.engines()

    def started(name: str) -> Engine:
        engine = start(name)
        for key, said in tables.get(name, {}).items():
            try:
                engine.set_up({key: said.value})
            except BadInput as error:
                raise BadInput(error.problem, place=said.place, remedy=error.remedy) from None
        return engine

    return cache(started)


def _check(voices: Voices, engine: str | None, start: Start) -> None:
    """Every engine and every voice that a person wrote down exists. Raises BadInput with file and line."""
    if engine is not None and engine not in engines.names():
        raise engines.unknown(engine)
    main = engine or voices.default("engine", "pyttsx3")
    for layer in voices.layers:
        if layer.cast_by_program:
            continue
        for key, setting in layer.settings.items():
            named = key[1] if key[0] == ENGINES else setting.value if key[-1] == "engine" else None
            if named is not None and named not in engines.names():
                raise engines.unknown(named, setting.place)
            if key[0] == ENGINES:
                with suppress(JobFailed):  # whom nobody casts need not be able to start
                    start(key[1])
            if key[-1] in ("voice", "driver") and key[0] != ENGINES:
                engine_said, driver_said = (
                    layer.settings.get((*key[:-1], name)) or layer.settings.get(("defaults", name))
                    for name in ("engine", "driver")
                )
                stated = engine_said.value if engine_said else main
                driver = str(driver_said.value) if driver_said and stated == "pyttsx3" else ""
                try:
                    if key[-1] == "voice":
                        start(stated).resolve(_driven(setting.value, driver))
                    elif driver:
                        start(stated).auditions(f"{driver}:")
                except BadInput as error:
                    raise BadInput(error.problem, place=setting.place, remedy=error.remedy) from None
