"""Publishing: which files of an edition are up to date, and putting new ones in their places."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audiobook.files import clear_debris, write_whole
from audiobook.model import Script
from audiobook.studio.cues import CUES, cue_lines, cues_content
from audiobook.studio.edition import MAKING, PART_FORMATS, TAKES, Edition
from audiobook.studio.encode import FORMATS
from audiobook.studio.jacket import Jacket, stranger
from audiobook.studio.ledger import Ledger, digest, digest_of
from audiobook.studio.playlist import MARK
from audiobook.studio.sheets import SOUND, Chapter, Sheet
from audiobook.studio.tags import made_by_us, write_tags
from audiobook.studio.tasks import Dress, Earlier, Output, Publish, Published

TIMES = 2
"""Raised by one when cues, or what is written from them, are to look different."""


@dataclass(slots=True)
class ChapterFiles:
    """What is to be done about one chapter's files."""

    sheet: Sheet
    sounds: dict[str, str]
    """File name → digest of what its sound is made from."""
    encode: list[tuple[str, Output]] = field(default_factory=list)
    """(name in the folder, as it is made)."""
    dress: list[tuple[str, Dress]] = field(default_factory=list)
    cues: bool = False
    """The cues are to be found and written."""
    move_cues: bytes | None = None
    """The cues as they stand under another name."""

    @property
    def dressed(self) -> bool:
        """Something gets a new name or new tags."""
        return bool(self.dress) or self.move_cues is not None

    @property
    def must_mix(self) -> bool:
        """Its takes are needed."""
        return bool(self.encode) or self.cues


class Publishing:
    """An edition brought up to date: its chapters and its sample."""

    def __init__(self, edition: Edition, jacket: Jacket, script: Script, ledger: Ledger) -> None:
        self.ledger = ledger
        self._edition, self._jacket, self._script = edition, jacket, script

    # --- before the work ---

    def refuse_strangers(self) -> None:
        """Raises BadInput when a file stands in the way that this program did not make."""
        edition, known = self._edition, self.ledger.files
        sounds = [*edition.sound_names(), *([edition.book_file.name] if edition.book_file else [])]
        for name in sounds:
            path = edition.folder / name
            if name not in known and path.exists() and not made_by_us(path):
                raise stranger(path)
        for companion in edition.companions():
            if companion.path.name not in known and companion.path.exists():
                raise stranger(companion.path)
        path = edition.playlist_file
        if path.name not in known and path.exists() and MARK not in _start_of(path):
            raise stranger(path)

    def todo(self, chapter: Chapter, sheet: Sheet) -> ChapterFiles:
        """What must be made of a chapter: sound, tags, cues."""
        mixed = digest([SOUND, sheet.content()])
        files = ChapterFiles(sheet, {})
        for form in self._edition.formats:
            name = self._edition.name(chapter.index, form)
            sound = digest([mixed, FORMATS[form].options_for(sheet.standard)])
            files.sounds[name] = sound
            tags = (
                None if form in PART_FORMATS else self._jacket.of_chapter(chapter, len(self._script.chapters))
            )
            source = self._source(name, sound)
            output = Output(form, self._edition.aside(name), tags)
            if source is None:
                files.encode.append((name, output))
            elif source != name or self.ledger.files[name].dress != self._jacket.dress(tags):
                files.dress.append((name, Dress(self._edition.folder / source, output)))
        cues = self._edition.cues_name(chapter.index)
        files.sounds[cues] = digest([TIMES, mixed, cue_lines(chapter.among(self._script.lines))])
        source = self._source(cues, files.sounds[cues])
        files.cues = source is None
        if source not in (None, cues):
            files.move_cues = (self._edition.folder / str(source)).read_bytes()
        return files

    def _source(self, name: str, sound: str) -> str | None:
        """A file with that sound, the one with that name if possible; None when there is none."""
        alike = [other for other, entry in self.ledger.files.items() if entry.sound == sound]
        alike.sort(key=lambda other: other != name)
        return next((other for other in alike if self.ledger.intact(other)), None)

    def task(self, chapter: Chapter, files: ChapterFiles) -> Publish:
        """The worker's task for a chapter."""
        outputs = tuple(output for _, output in files.encode)
        return Publish(chapter.index, files.sheet, outputs, tuple(self._earlier(files)))

    def _earlier(self, files: ChapterFiles) -> Iterator[Earlier]:
        """Files that may have parts of a long chapter: those that its own will replace, and those of chapters
        that are called otherwise now. (Any other may be replaced while it is read.)"""
        own = {name for name, _ in files.encode}
        others = set(self._edition.names()) - own
        for name, entry in self.ledger.files.items():
            if entry.parts and name not in others and self.ledger.intact(name):
                yield Earlier(self._edition.folder / name, entry.parts)

    def sample_todo(self, sheet: Sheet) -> Output | None:
        """The sample as it is to be made; None when it is there. Raises BadInput for a stranger's file."""
        file, tags = self._edition.sample_file, self._jacket.of_sample()
        entry = self.ledger.files.get(file.name)
        same_dress = entry is not None and entry.dress == self._jacket.dress(tags)
        if same_dress and self.ledger.holds(file.name, self._sample_sound(sheet)):
            return None
        if entry is None and file.exists() and not made_by_us(file):
            raise stranger(file)
        output = Output(self._edition.sample_format, self._edition.aside(file.name), tags)
        output.path.parent.mkdir(parents=True, exist_ok=True)
        return output

    def _sample_sound(self, sheet: Sheet) -> str:
        form = FORMATS[self._edition.sample_format]
        return digest([SOUND, sheet.content(), form.options_for(sheet.standard)])

    # --- after the work ---

    def make_room(self) -> None:
        """An empty place for files in the making, and nothing left half made. Raises OSError."""
        folder = self._edition.folder
        shutil.rmtree(folder / MAKING, ignore_errors=True)
        for name in ("", TAKES, CUES):
            clear_debris(folder / name)

    def place(self, chapter: Chapter, files: ChapterFiles, published: Published) -> None:
        """Put a chapter's encoded files and cues in their places. Raises OSError."""
        for (name, output), sha256, parts in zip(
            files.encode, published.digests, published.parts, strict=True
        ):
            self.ledger.put(
                output.path,
                name,
                sound=files.sounds[name],
                dress=self._jacket.dress(output.tags),
                sha256=sha256,
                seconds=published.seconds,
                parts=parts,
            )
        if files.cues:
            name = self._edition.cues_name(chapter.index)
            content = cues_content(
                chapter, chapter.among(self._script.lines), published.spans, published.seconds
            )
            write_whole(self._edition.folder / name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
            self.ledger.note(name, files.sounds[name], published.seconds)
        self.ledger.save()

    def place_dressed(self, chapters: Mapping[int, ChapterFiles], digests: Mapping[Path, str]) -> None:
        """Put the files with new tags or names in their places. Raises OSError."""
        folder = self._edition.folder
        done = [(name, task, files) for files in chapters.values() for name, task in files.dress]
        sources = [self.ledger.files[task.source.relative_to(folder).as_posix()] for _, task, _ in done]
        for (name, task, files), source in zip(done, sources, strict=True):
            self.ledger.put(
                task.output.path,
                name,
                sound=files.sounds[name],
                dress=self._jacket.dress(task.output.tags),
                sha256=digests[task.output.path],
                seconds=source.seconds,
                parts=source.parts,
            )
        for index, files in chapters.items():
            if files.move_cues is not None:
                name = self._edition.cues_name(index)
                write_whole(folder / name, files.move_cues)
                self.ledger.note(name, files.sounds[name], json.loads(files.move_cues)["seconds"])
        if any(files.dressed for files in chapters.values()):
            self.ledger.save()

    def place_sample(self, sheet: Sheet, output: Output, seconds: float) -> None:
        """Put the encoded sample in its place, its tags on. Raises OSError."""
        assert output.tags is not None
        write_tags(output.path, output.tags)
        self.ledger.put(
            output.path,
            self._edition.sample_file.name,
            sound=self._sample_sound(sheet),
            dress=self._jacket.dress(output.tags),
            sha256=digest_of(output.path),
            seconds=seconds,
        )

    def seconds_of(self, chapter: int) -> float:
        """How long a chapter is; 0 when it was never made."""
        edition, files = self._edition, self.ledger.files
        names = [*(edition.name(chapter, form) for form in edition.formats), edition.cues_name(chapter)]
        return next((files[name].seconds for name in names if name in files), 0.0)


def _start_of(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(200).decode("utf-8", "replace")
    return ""
