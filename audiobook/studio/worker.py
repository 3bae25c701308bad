"""What a worker process does: record phrases, mix and encode chapters. It serves one task after the other.

Tasks come in on standard input, answers go out on standard output, both pickled. A worker keeps its engines,
one of each kind, and shares nothing with its siblings but the takes.
"""

from __future__ import annotations

import math
import os
import pickle
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from audiobook import engines
from audiobook.engines import Ability
from audiobook.errors import AudiobookError, BadInput, JobFailed, briefly
from audiobook.model import Reading, Voice
from audiobook.studio.distant import open_takes
from audiobook.studio.encode import FORMATS, disk_full
from audiobook.studio.ledger import digest_of
from audiobook.studio.tags import write_tags
from audiobook.studio.takes import Take, TakeStore, key_of
from audiobook.studio.tasks import (
    Answer,
    Broke,
    Done,
    Dress,
    Dressed,
    Output,
    Publish,
    Published,
    Ready,
    Record,
    Recorded,
    Refused,
    Task,
    Unusable,
)

if TYPE_CHECKING:
    from audiobook.engines import Engine, Speech

AS_IT_IS = {"rate": 1.0, "semitones": 0.0, "intonation": 1.0}
"""What leaves a sound as it is."""
PLAIN = Voice()
"""How a voice is set that nobody has set: an engine that cannot do otherwise speaks like that."""
WORTH_A_FLUSH = 0.05
"""Seconds of work from which a take is flushed to the disk at once. What was quicker to make is quicker made
again, after a power cut, than flushed ten thousand times; the checksum tells."""

Send = Callable[[Answer], None]


class Desk:
    """A worker's engines, and the takes of the book that it is at."""

    def __init__(self) -> None:
        self._takes: TakeStore | None = None
        self._engines: dict[str, Engine] = {}

    def serve(self, place: str, task: Task, send: Send) -> None:
        """Carry out a task on the takes at `place`; whatever goes wrong is an answer too."""
        try:
            if self._takes is None or self._takes.place != place:
                self._takes = open_takes(place)
            match task:
                case Record():
                    self._record(task, self._takes, send)
                case Publish():
                    send(self._publish(task, self._takes))
                case Dress():
                    send(_dress(task))
        except AudiobookError as error:
            send(Broke(error.problem, error.place, error.remedy))
        except OSError as error:
            send(_broke(error))
        send(Done())

    def _record(self, task: Record, takes: TakeStore, send: Send) -> None:
        ready = False
        for name, wanted in groupby(task.wanted, key=lambda each: each[1].voice.engine):
            engine = self._engine(name, task.settings.get(name, {}))
            if not ready:
                send(Ready())
                ready = True
            batch = list(wanted)
            for (key, reading), (take, seconds) in zip(batch, _recorded(engine, batch), strict=True):
                if isinstance(take, str):
                    send(Refused(key, take))
                    continue
                takes.write(key, reading, take, safe=seconds > WORTH_A_FLUSH)
                send(Recorded(key, seconds))

    def _engine(self, name: str, settings: Mapping[str, object]) -> Engine:
        known = f"{name} {settings}"
        if known not in self._engines:
            self._engines[known] = engines.get(name, settings)
        return self._engines[known]

    def _publish(self, task: Publish, takes: TakeStore) -> Published | Unusable:
        from audiobook.studio.mix import Damaged, Mix
        from audiobook.studio.parting import encode

        keys = tuple(dict.fromkeys(placed.key for placed in task.sheet.takes))
        begun = time.perf_counter()
        try:
            with takes.near(keys) as near:
                mix = Mix(task.sheet, near)
                outputs = [(FORMATS[output.format], output.path) for output in task.outputs]
                parts = tuple(encode(mix, outputs, task.sheet.standard, task.earlier))
        except Damaged:
            # Where one is damaged others may be: all are read, so that all are recorded again at once.
            return Unusable(task.chapter, tuple(key for key in keys if takes.read(key) is None))
        digests = tuple(_finish(output) for output in task.outputs)
        seconds = mix.samples / mix.rate
        had = {part.digest for file in task.earlier for part in file.parts}
        anew = had.isdisjoint(part.digest for file in parts for part in file)
        work = time.perf_counter() - begun if anew else 0.0
        return Published(task.chapter, digests, parts, tuple(mix.spans), seconds, work)


def _recorded(engine: Engine, batch: Sequence[tuple[str, Reading]]) -> Iterator[tuple[Take | str, float]]:
    """What became of each reading of a batch, in order, and how many seconds it took."""
    for key, reading in batch:
        if key_of(reading, version := engine.version_of(reading.voice.voice)) != key:
            raise JobFailed(
                f"its speech engine {engine.name} is another version than the one that the book is cast "
                f"with: {version}",
                remedy="Install the same versions everywhere.",
            )

    def timed(wanted: tuple[str, Reading]) -> tuple[Take | str, float]:
        begun = time.perf_counter()
        return record(engine, wanted[1]), time.perf_counter() - begun

    if engine.at_once == 1:
        yield from map(timed, batch)
        return
    with ThreadPoolExecutor(engine.at_once) as threads:
        yield from threads.map(timed, batch)


def record(engine: Engine, reading: Reading) -> Take | str:
    """A take of a reading, or why the engine's sound cannot be used."""
    from audiobook.studio.measure import fault, measure

    try:
        speech = _as_asked(engine, reading.voice, engine.speak(reading.text, reading.voice))
        if reading.voice.effects:
            from audiobook.studio.effects import processed

            speech = processed(speech, reading.voice.effects)
    except BadInput as error:  # no text would fare better
        place = error.place or f"engine {engine.name}"
        raise BadInput(error.problem, place=place, remedy=error.remedy) from error
    except Exception as error:
        # An engine is somebody else's code: whatever it raises is this one phrase's failure.
        return f"the engine failed: {briefly(error)}"
    facts = measure(speech.pcm, speech.sample_rate)
    if reason := fault(speech.pcm, facts, reading.text, reading.voice.rate):
        return reason
    words = tuple((word.start, word.end, word.text_start, word.text_end) for word in speech.words)
    return Take(speech.pcm, facts, words)


def _as_asked(engine: Engine, voice: Voice, speech: Speech) -> Speech:
    """The speech at the voice's rate and pitch, and with its intonation, where the engine could not."""
    able = engine.abilities
    rate = speech.rate or (voice.rate if Ability.RATE in able else PLAIN.rate)
    pitch, intonation = speech.pitch, speech.intonation
    if pitch is None:
        pitch = voice.pitch if Ability.PITCH in able else PLAIN.pitch
    if intonation is None:
        intonation = voice.intonation if Ability.INTONATION in able else PLAIN.intonation
    wanted = {
        "rate": voice.rate / rate,
        "semitones": voice.pitch - pitch,
        "intonation": voice.intonation / intonation if intonation else 1.0,
    }
    if all(math.isclose(wanted[what], plain, abs_tol=1e-3) for what, plain in AS_IT_IS.items()):
        return speech
    from audiobook.studio.tuning import tuned

    return tuned(speech, **wanted)


def _dress(task: Dress) -> Dressed:
    import shutil

    shutil.copyfile(task.source, task.output.path)
    return Dressed(task.output.path, _finish(task.output))


def _finish(output: Output) -> str:
    """Tags on, flushed to the disk; the file's digest."""
    if output.tags is not None:
        write_tags(output.path, output.tags)
    with output.path.open("rb+") as file:
        os.fsync(file.fileno())
    return digest_of(output.path)


def _broke(error: OSError) -> Broke:
    import errno

    if error.errno == errno.ENOSPC:
        full = disk_full()
        return Broke(full.problem, full.place, full.remedy)
    return Broke(str(error.strerror or error), str(error.filename) if error.filename else None)


def main() -> None:
    """The worker process: `python -m audiobook.studio.worker`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first process's to answer
    outbox = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # engines print what they like

    def send(answer: Answer) -> None:
        pickle.dump(answer, outbox, pickle.HIGHEST_PROTOCOL)
        outbox.flush()

    tasks: queue.SimpleQueue[tuple[str, Task]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    desk = Desk()
    for module in ("measure", "mix"):  # before the first task asks for them
        import_module(f"audiobook.studio.{module}")
    while True:
        try:
            desk.serve(*tasks.get(), send)
        except BrokenPipeError:
            os._exit(1)
        except MemoryError:
            raise JobFailed("out of memory") from None


def _receive(inbox: IO[bytes], tasks: queue.SimpleQueue[Any]) -> None:
    """Pass tasks on. When the first process is gone, so is this one, whatever it is doing."""
    for task in pickles(inbox):
        tasks.put(task)
    os._exit(0)


def pickles(stream: IO[bytes]) -> Iterator[Any]:
    """What the other side sends, until it ends or falls apart."""
    while True:
        try:
            yield pickle.load(stream)
        except (EOFError, OSError, pickle.UnpicklingError, AttributeError, ImportError):
            return


if __name__ == "__main__":
    main()
