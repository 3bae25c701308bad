"""What a run would do, what it would cost, and about how long it would take."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.engines import Ability, Engine
from audiobook.model import Reading
from audiobook.studio.sheets import Chapter

USUAL_PUBLISHING = 0.0003
"""Seconds a character that mixing and encoding take on a usual computer, until it was measured."""
TRIAL = 0.3
"""Seconds that an engine is tried for, to estimate how long a book takes it."""


@dataclass(frozen=True, slots=True)
class Order:
    """Text for an engine that may want to be paid."""

    engine: str
    characters: int
    price: float
    """For 1,000 characters; 0 when nobody said."""

    @property
    def cost(self) -> float:
        """In the currency that the price is in."""
        return self.characters / 1000 * self.price


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do."""

    record: tuple[int, ...]
    """Indices of the lines of which something would be recorded."""
    characters: int
    """Of what would be recorded."""
    mix: tuple[str, ...]
    """Titles of the chapters that would be mixed and encoded."""
    dress: tuple[str, ...]
    """Titles of the chapters that would get new tags only."""
    kept: tuple[str, ...]
    seconds: float | None
    """About how long it would take; None when nothing is known yet."""
    orders: tuple[Order, ...] = ()
    """What would be sent to engines that may want to be paid."""


def orders(readings: Sequence[Reading], engines: Mapping[str, Engine]) -> Iterator[Order]:
    """What of these would be sent to engines that may want to be paid."""
    for name, said in _by_engine(readings).items():
        if (price := engines[name].price) is not None:
            yield Order(name, sum(len(reading.text) for reading in said), price)


def seconds(
    readings: Sequence[Reading],
    mixed: Sequence[Chapter],
    engines: Mapping[str, Engine],
    speeds: Mapping[str, float],
    jobs: int,
) -> float | None:
    """About how long it takes to record these and mix those, by the speeds of earlier runs (seconds a
    character), or else by trying the engine; None when nothing is known."""
    spent = 0.0
    for name, said in _by_engine(readings).items():
        speed = speeds.get(f"record {name}") or _tried(engines[name], said)
        if speed is None:
            return None
        side_by_side = jobs if Ability.PROCESSES in engines[name].abilities else 1
        spent += speed * sum(len(reading.text) for reading in said) / side_by_side
    speed = speeds.get("publish", USUAL_PUBLISHING)
    each = [speed * sum(len(phrase.reading.text) for phrase in chapter.phrases) for chapter in mixed]
    return spent + max([sum(each) / jobs, *each])


def _by_engine(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for reading in readings:
        found.setdefault(reading.voice.engine, []).append(reading)
    return dict(sorted(found.items()))


def _tried(engine: Engine, readings: Sequence[Reading]) -> float | None:
    """Seconds a character that the engine takes; None when it cannot be told. The first phrase, for which it
    gets ready, does not count if there are others. Nobody is asked who wants to be paid for it."""
    if engine.price is not None:
        return None
    spent = characters = 0.0
    for number, reading in enumerate(readings):
        begun = time.perf_counter()
        try:
            engine.speak(reading.text, reading.voice)
        except Exception:  # the run itself will tell what is wrong with it
            return None
        if number == 1:
            spent = characters = 0.0
        spent += time.perf_counter() - begun
        characters += len(reading.text)
        if spent > TRIAL:
            break
    return spent / max(characters, 1)
