"""From a script and a cast to finished files: the whole work of the studio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from audiobook import engines
from audiobook.engines import Ability, Engine
from audiobook.engines.weights import fetch
from audiobook.model import Cast, Reading, Script
from audiobook.studio import levels, planning
from audiobook.studio.commission import Commission, check_formats
from audiobook.studio.distant import open_takes
from audiobook.studio.edition import TAKES, Edition
from audiobook.studio.folder import locked, troubles
from audiobook.studio.jacket import Jacket
from audiobook.studio.ledger import Ledger, VoiceLevel
from audiobook.studio.planning import Plan
from audiobook.studio.pool import Pool, cores
from audiobook.studio.publish import ChapterFiles, Publishing
from audiobook.studio.report import FailedLine, MadeChapter, Production, Progress, Report
from audiobook.studio.session import PATIENCE, Session
from audiobook.studio.sheets import Chapter, Phrase, Placed, Sheet, chapters
from audiobook.studio.takes import Facts, Health, Takes
from audiobook.studio.tasks import Answer, Dressed, Publish, Published, Recorded, Unusable
from audiobook.studio.whole import WholeBook

KEEP_UNUSED_DAYS = 30
"""Takes that no line asks for any more are deleted after so many days."""


def produce(
    commission: Commission,
    *,
    jobs: int | None = None,
    prune: bool = False,
    patience: float = PATIENCE,
    progress: Progress | None = None,
    pool: Pool | None = None,
    sample: range | None = None,
) -> Production:
    """Make the audiobook in the commission's folder, anew only what is not there yet.

    `jobs` is the number of worker processes (None: one for each core); `pool` does the work in their place;
    `prune` deletes takes that nothing needs now; `patience` is how many seconds an engine may take over a
    short phrase; `sample` asks for a retail sample out of these chapters.

    Lines that cannot be recorded are listed in the result, and their chapters are left as they were. Raises
    BadInput for an engine, voice or format that is not there, or a file in the way that somebody else made;
    JobFailed when the folder is in use or cannot be written, or the work breaks down.
    """
    studio, folder = _Studio(commission), commission.folder
    with troubles(folder), locked(folder), nullcontext(pool) if pool else Pool(jobs) as workers:
        return studio.run(workers, patience, prune, progress or _silent, sample)


def plan(commission: Commission, *, jobs: int | None = None) -> Plan:
    """What `produce` would do about the same commission; nothing is written."""
    studio = _Studio(commission)
    with troubles(commission.folder):
        return studio.plan(jobs or cores())


def takes_health(folder: Path) -> Health:
    """How the takes of an output folder fare: each is read and verified."""
    return Takes(folder / TAKES).health()


class _Studio:
    """One run of the studio."""

    def __init__(self, commission: Commission) -> None:
        check_formats(commission.formats)
        script, cast, self._folder = commission.script, commission.cast, commission.folder
        self._script, self._standard, self._formats = script, commission.standard, commission.formats
        self._engines, self._settings = _engines_of(script, cast), cast.settings
        self._chapters = chapters(script, cast, commission.spoken, self._engines)
        self._readings = {phrase.key: phrase.reading for phrase in self._phrases()}
        _check_voices(self._readings.values(), self._engines)
        self._references = levels.references(self._chapters)
        self._by_index = {chapter.index: chapter for chapter in self._chapters}
        self._takes = open_takes(commission.takes or self._folder / TAKES)
        self._reader = commission.reader or f"{cast.narrator.voice} ({cast.narrator.engine})"
        self._todo: dict[int, ChapterFiles] = {}
        self._head = cast.pauses.head

    def _open(self) -> None:
        """Find out what the folder holds."""
        self._ledger = Ledger.load(self._folder, self._folder / TAKES / "ledger.json")
        self._edition = Edition(self._folder, self._script, self._formats)
        self._jacket = Jacket(self._folder, self._script.book, self._reader, self._ledger)
        self._publishing = Publishing(self._edition, self._jacket, self._script, self._ledger)
        self._publishing.refuse_strangers()
        self._present = set(self._takes.keys())

    def _phrases(self) -> Iterator[Phrase]:
        for chapter in self._chapters:
            yield from chapter.phrases

    # --- the plan ---

    def plan(self, jobs: int) -> Plan:
        """What `run` would do."""
        self._open()
        self._jacket.find_cover(write=False)
        self._decide(self._likely_levels())
        mixed = self._to_mix()
        keys = {key for chapter in mixed for key in chapter.keys}.union(self._keys_to_measure())
        missing = self._not_sound(keys)
        to_record = [self._readings[key] for key in sorted(missing)]
        todo = {
            chapter.index: self._todo[chapter.index] for chapter in self._chapters if chapter not in mixed
        }
        titles = self._script.chapters
        return Plan(
            record=tuple(sorted({phrase.line for phrase in self._phrases() if phrase.key in missing})),
            characters=sum(len(reading.text) for reading in to_record),
            mix=tuple(chapter.title for chapter in mixed),
            dress=tuple(titles[index] for index, files in todo.items() if files.dressed),
            kept=tuple(titles[index] for index, files in todo.items() if not files.dressed),
            seconds=planning.seconds(to_record, mixed, self._engines, self._ledger.speeds, jobs),
            orders=tuple(planning.orders(to_record, self._engines)),
        )

    def _not_sound(self, keys: set[str]) -> set[str]:
        """Those of the takes that are missing, damaged or something else."""
        there = keys & self._present
        with self._takes.near(there) as near:
            return (keys - there) | {key for key in there if near.read(key) is None}

    # --- the work ---

    def run(
        self, pool: Pool, patience: float, prune: bool, progress: Progress, sample: range | None = None
    ) -> Production:
        """Record, mix, publish."""
        self._open()
        self._edition.has_sample = sample is not None
        self._takes.clear_debris()
        self._publishing.make_room()
        self._report = Report(self._readings, progress)
        alone = [name for name, engine in self._engines.items() if Ability.PROCESSES not in engine.abilities]
        session = Session(
            self._takes.place,
            pool.crew,
            pool.guests,
            mark=self._takes.mark(make=True) if pool.guests else "",
            patience=patience,
            alone=alone,
            slow={name: engine.patience for name, engine in self._engines.items()},
            settings=self._settings,
            proven=bool(self._present),
            notify=self._hear,
        )
        with session:
            self._session = session
            if not self._ledger.files:
                session.start(len(self._readings.keys() - self._present), len(self._chapters))
            self._jacket.find_cover(write=True)
            if pool.guests is None:
                self._fetch(progress)
            self._decide(self._measured_levels())
            self._dress()
            self._publish()
        failed = self._failed_lines()
        progress("join", 0, 1, "")
        if sample is not None and not failed:
            self._make_sample(sample)
        whole = WholeBook(self._edition, self._jacket, self._script, self._chapters, self._ledger)
        whole.finish(complete=not failed)
        self._publishing.make_room()
        progress("join", 1, 1, "")
        self._report.note_speeds(self._ledger.speeds)
        unused = self._clear_unused(prune)
        self._ledger.save()
        return self._production(failed, unused)

    def _fetch(self, progress: Progress) -> None:
        """Bring here the model files that what is still to be recorded takes."""
        spoken: dict[str, set[str]] = {}
        for key in self._readings.keys() - self._present:
            voice = self._readings[key].voice
            spoken.setdefault(voice.engine, set()).add(voice.voice)
        needed = [w for name in sorted(spoken) for w in self._engines[name].needs(sorted(spoken[name]))]
        fetch(needed, partial(progress, "fetch"))

    def _measured_levels(self) -> Mapping[str, VoiceLevel]:
        """How loud each voice is; what that is measured on is recorded first, longest phrases first."""
        keys = self._keys_to_measure()
        if not keys:
            return self._likely_levels()
        self._expect_the_usual()
        facts = self._facts(keys)
        missing = {key: self._readings[key] for key in keys if facts[key] is None}
        self._session.record(missing)
        facts |= self._facts(missing)
        there = {key: fact for key, fact in facts.items() if fact is not None}
        found = levels.measured(self._references, there, self._ledger.levels, self._standard)
        if not self._session.failed:
            self._ledger.levels = found
        return found

    def _facts(self, keys: Iterable[str]) -> dict[str, Facts | None]:
        with self._takes.near(keys) as near:
            return {key: near.facts(key) for key in keys}

    def _expect_the_usual(self) -> None:
        """Tell the report how much there is to record, as far as is known before the voices' levels are."""
        self._decide(self._likely_levels())
        for chapter in self._to_mix():
            self._report.expect(self._missing(chapter))

    def _likely_levels(self) -> dict[str, VoiceLevel]:
        unknown = VoiceLevel(levels.UNKNOWN, "")
        return {name: self._ledger.levels.get(name, unknown) for name in self._references}

    def _keys_to_measure(self) -> list[str]:
        known = self._ledger.levels
        return [
            key
            for name, reference in self._references.items()
            if name not in known or known[name].reference != reference.digest(self._standard)
            for key in reference.keys
        ]

    def _decide(self, loudness: Mapping[str, VoiceLevel]) -> None:
        """Find out which chapters must be mixed, which dressed, given how loud the voices are."""
        gains = {
            self._references[name].voice: self._standard.loudness - level.loudness
            for name, level in loudness.items()
        }
        for chapter in self._chapters:
            placed = tuple(
                Placed(phrase.key, phrase.gap, round(gains[phrase.reading.voice] + phrase.gain, 2))
                for phrase in chapter.phrases
            )
            sheet = Sheet(placed, chapter.tail, self._standard)
            self._todo[chapter.index] = self._publishing.todo(chapter, sheet)

    def _to_mix(self) -> list[Chapter]:
        todo = self._todo
        return [chapter for chapter in self._chapters if todo[chapter.index].must_mix]

    def _dress(self) -> None:
        """New tags for finished files. All are made before the first is put in its place: the place of one
        may be the source of another."""
        tasks = [task for files in self._todo.values() for _, task in files.dress]
        for task in tasks:
            task.output.path.parent.mkdir(parents=True, exist_ok=True)
        self._dressed: dict[Path, str] = {}
        self._session.publish([], tasks)
        self._publishing.place_dressed(self._todo, self._dressed)

    def _publish(self) -> None:
        mixed = self._to_mix()
        for chapter in mixed:
            for _, output in self._todo[chapter.index].encode:
                output.path.parent.mkdir(parents=True, exist_ok=True)
        missing = {chapter.index: self._missing(chapter) for chapter in mixed}
        self._report.expect({key: reading for each in missing.values() for key, reading in each.items()})
        self._report.chapters = len(mixed)
        self._session.publish([(self._task(chapter), missing[chapter.index]) for chapter in mixed])

    def _task(self, chapter: Chapter) -> Publish:
        return self._publishing.task(chapter, self._todo[chapter.index])

    def _make_sample(self, wanted: range) -> None:
        """The retail sample, when it is not there as it should be; its takes were all recorded by now."""
        from audiobook.studio import sample

        story = [chapter for chapter in self._chapters if chapter.index in wanted]
        keys = {phrase.key for chapter in story for phrase in chapter.phrases} & self._present
        seconds = {key: fact.seconds for key, fact in self._facts(keys).items() if fact is not None}
        if any(phrase.key not in seconds for chapter in story for phrase in chapter.phrases):
            return  # kept files of a book whose takes were deleted
        sheets = {index: files.sheet for index, files in self._todo.items()}
        sheet = sample.chosen(story, sheets, self._script.lines, seconds, self._head)
        if sheet is None or (output := self._publishing.sample_todo(sheet)) is None:
            return
        with self._takes.near({placed.key for placed in sheet.takes}) as near:
            length = sample.write(sheet, near, output.format, output.path)
        self._publishing.place_sample(sheet, output, length)

    def _missing(self, chapter: Chapter) -> dict[str, Reading]:
        return {phrase.key: phrase.reading for phrase in chapter.phrases if phrase.key not in self._present}

    def _hear(self, answer: Answer) -> None:
        """What the crew reports."""
        match answer:
            case Recorded():
                self._present.add(answer.key)
                self._report.recorded(answer)
            case Published():
                chapter = self._by_index[answer.chapter]
                self._publishing.place(chapter, self._todo[chapter.index], answer)
                self._report.published(chapter, answer)
            case Dressed():
                self._dressed[answer.path] = answer.sha256
            case Unusable():
                self._takes.remove(answer.keys)
                self._present.difference_update(answer.keys)
                chapter = self._by_index[answer.chapter]
                missing = self._missing(chapter)
                self._report.expect(missing)
                self._session.again(self._task(chapter), missing)

    # --- the result ---

    def _failed_lines(self) -> tuple[FailedLine, ...]:
        why: dict[int, str] = {}
        for phrase in self._phrases():
            if phrase.key in self._session.failed:
                why.setdefault(phrase.line, self._session.failed[phrase.key])
        lines = self._script.lines
        return tuple(
            FailedLine(index, lines[index].chapter, lines[index].speaker, lines[index].text, reason)
            for index, reason in why.items()
        )

    def _clear_unused(self, prune: bool) -> int:
        """Delete takes that nothing has needed for long, or at all; how many such there still are."""
        today = date.today()
        unused = {
            key: self._ledger.unused.get(key, today.isoformat())
            for key in self._present - self._readings.keys()
        }
        last = (today - timedelta(days=KEEP_UNUSED_DAYS)).isoformat()
        old = {key for key, since in unused.items() if prune or since < last}
        self._takes.remove(old)
        self._present -= old
        self._ledger.unused = {key: since for key, since in unused.items() if key not in old}
        return len(self._ledger.unused)

    def _production(self, failed: tuple[FailedLine, ...], unused: int) -> Production:
        recorded = self._report.keys
        lines = {phrase.line for phrase in self._phrases()}
        anew = {phrase.line for phrase in self._phrases() if phrase.key in recorded}
        broken = {line.chapter for line in failed}
        made = tuple(self._made(chapter, broken) for chapter in self._chapters)
        return Production(
            folder=self._folder,
            chapters=made,
            lines_recorded=len(anew),
            lines_kept=len(lines - anew - {line.line for line in failed}),
            readings_recorded=len(recorded),
            failed=failed,
            files=tuple(self._files()),
            seconds=sum(chapter.seconds for chapter in made),
            takes_bytes=self._takes.size(),
            takes_unused=unused,
        )

    def _files(self) -> Iterator[Path]:
        """What the person gets, in the order of listening."""
        wanted = [*self._edition.to_listen(), self._jacket.cover]
        return (path for path in wanted if path is not None and path.exists())

    def _made(self, chapter: Chapter, broken: set[int]) -> MadeChapter:
        files = self._todo[chapter.index]
        state = "made" if files.must_mix else "dressed" if files.dressed else "kept"
        if files.must_mix and chapter.index in broken:
            state = "failed"
        seconds = self._publishing.seconds_of(chapter.index)
        return MadeChapter(chapter.title, self._edition.file_of(chapter.index), seconds, state)


def _engines_of(script: Script, cast: Cast) -> dict[str, Engine]:
    names = {cast.voice_of(line).engine for line in script.lines}
    return {name: engines.get(name, cast.settings.get(name)) for name in sorted(names)}


def _check_voices(readings: Iterable[Reading], available: Mapping[str, Engine]) -> None:
    for engine, voice in sorted({(reading.voice.engine, reading.voice.voice) for reading in readings}):
        available[engine].resolve(voice)


def _silent(stage: str, done: float, total: float, note: str) -> None:
    pass
