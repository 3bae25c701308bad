"""The book on the proofreader's desk: what there is to see, and what can be done about it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audiobook import production
from audiobook.cast.audition import own_lines
from audiobook.errors import BadInput
from audiobook.finish import AS_EVER
from audiobook.model import NARRATOR, Cast, Kind, Line, Voice
from audiobook.proof import view
from audiobook.proof.edits import (
    Changed,
    Edit,
    RowEdit,
    bare,
    merge_edit,
    read_exactly,
    rows_of,
    settings_edit,
)
from audiobook.proof.pickups import Pickups
from audiobook.proof.view import PROFILE
from audiobook.script.textform import read_rows, retagged
from audiobook.studio import m4b
from audiobook.studio.cues import cues_of
from audiobook.studio.edition import BOOK_FORMAT, PART_FORMATS, encoded, part_name
from audiobook.studio.encode import FORMATS


class Desk:
    """One book, opened for proofreading. Safe to use from several threads."""

    def __init__(
        self,
        story: Path,
        output: Path | None = None,
        *,
        voices_file: Path | None = None,
        engine: str | None = None,
    ) -> None:
        self._story, self._output = story, output
        self._voices_file, self._engine = voices_file, engine
        self._lock = threading.RLock()
        self._undo: list[Edit] = []
        self._pickups = Pickups(self._reopen)
        self._booth: ProcessPoolExecutor | None = None
        self._peaks: dict[tuple[str, int], bytes] = {}
        self._heard = TemporaryDirectory(prefix="audiobook-proof-", ignore_cleanup_errors=True)
        """Chapters taken out of the one file."""
        self._open()

    # --- opening ---

    def _open(self) -> None:
        """Read everything anew, as `make` would."""
        prepared = production.prepare(
            self._story, self._output, voices_file=self._voices_file, engine=self._engine
        )
        production.save(prepared)
        self._prepared = prepared
        self.folder = prepared.folder
        self._script = prepared.script
        text = read_exactly(self._script_path)
        deliveries = prepared.voices.deliveries()
        self._deliveries = sorted(prepared.casting.cast.deliveries)
        _, self._rows = read_rows(text, str(self._script_path), deliveries)
        self._finish = production.settled(prepared, AS_EVER)
        self._names = production.chapter_files(prepared, self._finish)
        self._seen = self._state()

    @property
    def _script_path(self) -> Path:
        return self._story if self._prepared.owns_script else self.folder / production.SCRIPT

    @property
    def _voices_path(self) -> Path:
        return self.folder / production.VOICES

    def _state(self) -> tuple[str, ...]:
        finish = self.folder / production.STATE / production.FINISH
        return tuple(map(_digest, (self._script_path, self._voices_path, finish)))

    def refresh(self) -> bool:
        """Take in what somebody else changed in the files; whether anything was."""
        with self._lock:
            if self._state() == self._seen:
                return False
            self._open()
            return True

    @property
    def revision(self) -> str:
        """Changes with the files."""
        return hashlib.sha256("".join(self._seen).encode()).hexdigest()[:16]

    @property
    def chapters(self) -> int:
        """How many there are."""
        return len(self._script.chapters)

    # --- what there is to see ---

    def book(self) -> dict[str, Any]:
        """The whole book but for its lines; see `view`."""
        with self._lock:
            self.refresh()
            recorded = [self.audio(chapter) is not None for chapter in range(self.chapters)]
            told = view.book(self._script, self._prepared.casting.cast, recorded)
            return {
                **told,
                "revision": self.revision,
                "folder": str(self.folder),
                "deliveries": self._deliveries,
                "undo": len(self._undo),
            }

    def chapter(self, index: int) -> dict[str, Any]:
        """A chapter's lines, and when they are heard. Raises BadInput when there is none of that number."""
        with self._lock:
            self.refresh()
            if not 0 <= index < self.chapters:
                raise BadInput("there is no such chapter", remedy="Choose one of the list.")
            audio = self.audio(index)
            cues = cues_of(self.folder / f"{self._names[index]}.wav") if audio else []
            return {**view.chapter(self._script, index, audio, cues), "revision": self.revision}

    def audio(self, chapter: int) -> Path | None:
        """What was made of a chapter: a file of its own, or its part of the one file or e-book."""
        published = encoded(self._finish.published)
        forms = sorted(FORMATS, key=lambda form: (form not in published, form in PART_FORMATS))
        files = (self._file(chapter, form) for form in forms)
        return next((path for path in files if path.is_file()), None)

    def _file(self, chapter: int, form: str) -> Path:
        if form in PART_FORMATS:
            return self.folder / part_name(chapter + int(bool(self._finish.credits)), form)
        return self.folder / f"{self._names[chapter]}{FORMATS[form].suffix}"

    def sound(self, chapter: int) -> Path | None:
        """A chapter's sound as a file that browsers play; None when it was not made. Raises JobFailed."""
        path = self.audio(chapter)
        if path is None or path.suffix != FORMATS[BOOK_FORMAT].suffix:
            return path
        with self._lock:
            alone = Path(self._heard.name) / f"{path.stem}-{path.stat().st_mtime_ns}.m4a"
            if not alone.exists():
                aside = alone.with_suffix(".part")
                m4b.alone(path, aside)
                aside.replace(alone)
            return alone

    def peaks(self, chapter: int) -> bytes:
        """A chapter's wave: highest sample of each fiftieth of a second, 0 to 255; empty without sound."""
        path = self.sound(chapter)
        if path is None:
            return b""
        key = (path.name, path.stat().st_mtime_ns)
        if key not in self._peaks:
            self._peaks[key] = view.peaks(path)
        return self._peaks[key]

    # --- mending the script ---

    def retag(
        self,
        at: int,
        text: str,
        *,
        speaker: str | None = None,
        kind: str | None = None,
        delivery: Sequence[str] | None = None,
    ) -> None:
        """Give a line another speaker, kind or delivery, and take its `?` away.

        `text` is the line as the person saw it. Raises Changed when it is another one now, BadInput for a
        name, kind or delivery that cannot be.
        """
        with self._lock:
            self.refresh()
            if not (0 <= at < len(self._script.lines)) or self._script.lines[at].text != text:
                raise Changed("the script was changed meanwhile", remedy="Look at the line again.")
            line = self._mended(self._script.lines[at], speaker, kind, delivery)
            rows = rows_of(read_exactly(self._script_path))
            old = bare(rows[self._rows[at]])
            new = retagged(old, line)
            if new == old:
                return
            edit = RowEdit(self._script_path, self._rows[at], old, new)
            edit.apply()
            self._undo.append(edit)
            self._take_in(at, line)

    def _mended(
        self, line: Line, speaker: str | None, kind: str | None, delivery: Sequence[str] | None
    ) -> Line:
        name = " ".join((line.speaker if speaker is None else speaker).split())
        if not name:
            raise BadInput("nobody is named", remedy="Choose or write a name.")
        if line.heading and name != NARRATOR:
            raise BadInput("headings are the narrator's", remedy="Choose another line.")
        if name.casefold() == NARRATOR:
            return replace(
                line, speaker=NARRATOR, kind=Kind.NARRATION, delivery=(), confidence=1.0, reason=""
            )
        wanted = Kind(kind) if kind in tuple(Kind) else line.kind
        wanted = Kind.SPEECH if wanted is Kind.NARRATION else wanted
        manner = line.delivery if delivery is None else tuple(delivery)
        if unknown := [word for word in manner if word not in self._deliveries]:
            raise BadInput(f"{unknown[0]!r} is no delivery", remedy=f"Known: {', '.join(self._deliveries)}.")
        known = {c.name.casefold(): c.name for c in self._script.characters}
        name = known.get(name.casefold(), name)
        return replace(line, speaker=name, kind=wanted, delivery=manner, confidence=1.0, reason="")

    def _take_in(self, at: int, line: Line) -> None:
        """One line is another now; everything else is as it was."""
        from audiobook.cast import casting

        lines = list(self._script.lines)
        lines[at] = line
        self._script = replace(self._script, lines=tuple(lines))
        if line.speaker != NARRATOR and line.speaker not in self._prepared.casting.cast.characters:
            cast = casting.cast(self._script, self._prepared.voices, engine=self._engine)
            self._prepared = replace(self._prepared, casting=cast)
        self._prepared = replace(self._prepared, script=self._script)
        self._seen = self._state()

    # --- mending the cast ---

    def merge(self, name: str, into: str) -> None:
        """Two names are one person: `name` becomes an alias of `into` in voices.toml. Raises BadInput."""
        with self._lock:
            self.refresh()
            people = {character.name: character for character in self._script.characters}
            for asked in (name, into):
                if asked not in people:
                    raise BadInput(f"nobody is called {asked!r}", remedy="Choose two people of the list.")
            if name == into:
                raise BadInput("that is one person already", remedy="Choose two different people.")
            aliases = [*people[into].aliases, name, *people[name].aliases]
            aliases = [alias for alias in dict.fromkeys(aliases) if alias != into]
            self._apply(merge_edit(self._voices_path, name, into, aliases))

    def set_voice(self, name: str, settings: Mapping[str, Any]) -> None:
        """Give somebody (or `narrator`) other voice settings; None takes one away. Raises BadInput."""
        if unknown := settings.keys() - set(PROFILE):
            raise BadInput(
                f"{min(unknown)!r} is no setting of a voice", remedy=f"Known: {', '.join(PROFILE)}."
            )
        with self._lock:
            self.refresh()
            if name != NARRATOR and name not in self._prepared.casting.cast.characters:
                raise BadInput(f"nobody is called {name!r}", remedy="Choose somebody of the list.")
            if voice := settings.get("voice"):
                from audiobook import engines

                present = self._voice_of(name)
                engines.get(settings.get("engine") or present.engine).resolve(str(voice))
            self._set((NARRATOR,) if name == NARRATOR else ("characters", name), settings)

    def _set(self, table: tuple[str, ...], settings: Mapping[str, Any]) -> None:
        if (edit := settings_edit(self._voices_path, table, settings)) is not None:
            self._apply(edit)

    def _apply(self, edit: Edit) -> None:
        edit.apply()
        self._undo.append(edit)
        self._open()

    def undo(self) -> bool:
        """Take the last change back; False when there is none. Raises Changed."""
        with self._lock:
            if not self._undo:
                return False
            edit = self._undo.pop()
            edit.undone().apply()
            self._open()
            return True

    # --- hearing ---

    def _voice_of(self, name: str) -> Voice:
        cast = self._prepared.casting.cast
        return cast.narrator if name == NARRATOR else cast.characters[name]

    def voices(self) -> list[dict[str, str]]:
        """What voices the book's engine has."""
        from audiobook import engines

        with self._lock:
            casting = self._prepared.casting
            engine = engines.get(casting.engine, casting.cast.settings.get(casting.engine))
        return [
            {
                "name": voice.name,
                "language": voice.language,
                "gender": str(voice.gender),
                "age": str(voice.age),
            }
            for voice in engine.voices()
        ]

    def audition(self, name: str, settings: Mapping[str, Any]) -> bytes:
        """How somebody sounds on an own line with these settings: a WAV. Raises BadInput, JobFailed."""
        with self._lock:
            self.refresh()
            name, lines = own_lines(self._script, name, 1)
            known = {key: value for key, value in settings.items() if key in PROFILE and value is not None}
            voice = replace(self._voice_of(name), **known)
            cast = self._prepared.casting.cast
            if name == NARRATOR:
                cast = replace(cast, narrator=voice)
            else:
                cast = replace(cast, characters={**cast.characters, name: voice})
            prepared = replace(self._prepared, casting=replace(self._prepared.casting, cast=cast))
            spoken = production.spoken_form(prepared)
            said = [(line, spoken(line)) for line in lines]
            if self._booth is None:
                # An engine may hang or crash: not in the process that serves the page.
                self._booth = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            booth = self._booth
        return booth.submit(_spoken, said, cast).result(timeout=120)

    # --- recording ---

    def pickups(self) -> dict[str, Any]:
        """What recording would do now."""
        with self._lock:
            self.refresh()
            _, plan = production.plan(self._prepared, self._finish)
            return {"lines": len(plan.record), "chapters": len(plan.mix), "seconds": plan.seconds}

    def record(self) -> None:
        """Start recording what changed, in the background; nothing when that is under way already."""
        with self._lock:
            self._pickups.start(
                self._story,
                self.folder,
                voices=self._voices_file,
                engine=self._engine,
                formats=self._finish.formats,
            )

    def recording(self) -> dict[str, Any]:
        """How far that is."""
        return asdict(self._pickups.state)

    def _reopen(self) -> None:
        with self._lock:
            self._open()

    def close(self) -> None:
        """Let go of what was started."""
        if self._booth is not None:
            self._booth.shutdown(cancel_futures=True)
        self._heard.cleanup()


def _spoken(said: Sequence[tuple[Line, Any]], cast: Cast) -> bytes:
    """Lines, each with what the engine is given to say, spoken in a process of its own."""
    from audiobook import studio

    forms = dict(said)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audition.wav"
        studio.preview(list(forms), cast, path, spoken=forms.__getitem__)
        return path.read_bytes()


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
