"""Publishing: which files a book becomes, which of them are up to date, and putting new ones in place."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from audiobook.errors import BadInput
from audiobook.files import clear_debris, write_whole
from audiobook.model import Line, Script
from audiobook.studio.cues import CUES, cue_lines, cues_content, cues_of
from audiobook.studio.encode import FORMATS
from audiobook.studio.filenames import chapter_names, file_name
from audiobook.studio.ledger import EncodedPart, Ledger, digest, digest_of
from audiobook.studio.m4b import Mark, join
from audiobook.studio.playlist import MARK, playlist
from audiobook.studio.readalong import EPUB, READ_ALONG
from audiobook.studio.readalong.companions import Companion, companions
from audiobook.studio.readalong.heard import HeardBook, HeardChapter, heard_lines
from audiobook.studio.sheets import SOUND, Chapter, Sheet
from audiobook.studio.tags import Tags, made_by_us, write_tags
from audiobook.studio.tasks import Dress, Earlier, Output, Publish, Published

DRESS = 1
"""Raised by one when the same tags are to be written differently."""
TIMES = 2
"""Raised by one when cues, or what is written from them, are to look different."""

TAKES = ".takes"
PARTS = f"{TAKES}/parts"
MAKING = f"{TAKES}/making"
COVERS = ("cover.jpg", "cover.jpeg", "cover.png")
BOOK_FORMAT = "m4b"
"""The format in which all chapters make one file to listen to."""
PART_FORMATS = (BOOK_FORMAT, EPUB)
"""Formats whose chapters are parts of one file."""


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


class Edition:
    """The files that one book becomes in one folder."""

    def __init__(
        self, folder: Path, script: Script, formats: Sequence[str], reader: str, ledger: Ledger
    ) -> None:
        self.folder, self.ledger = folder, ledger
        self._script, self._reader = script, reader
        self._along = tuple(form for form in dict.fromkeys(formats) if form in READ_ALONG)
        self._formats = encoded(formats)
        self._names = chapter_names(script.chapters)
        self._title = file_name(script.book.title)
        self._cover: Path | None = None
        self._cover_digest = ""
        self.has_sample = False
        """A retail sample is wanted."""

    # --- names ---

    def name(self, chapter: int, form: str) -> str:
        """A chapter's file in a format, within the folder."""
        if form in PART_FORMATS:
            return part_name(chapter, form)
        return f"{self._names[chapter]}{FORMATS[form].suffix}"

    def cues_name(self, chapter: int) -> str:
        """The file of a chapter's cues, within the folder."""
        return f"{CUES}/{self._names[chapter]}.json"

    def file_of(self, chapter: int) -> Path | None:
        """The file that a person plays to hear a chapter by itself, if the formats give one."""
        return self.folder / self.name(chapter, self._single[0]) if self._single else None

    @property
    def _single(self) -> list[str]:
        """The formats that make a file of every chapter."""
        return [form for form in self._formats if form not in PART_FORMATS]

    @property
    def book_file(self) -> Path | None:
        """The one file of the whole book, if it is asked for."""
        return self.folder / f"{self._title}.m4b" if BOOK_FORMAT in self._formats else None

    @property
    def playlist_file(self) -> Path:
        """The playlist."""
        return self.folder / f"{self._title}.m3u8"

    @property
    def sample_file(self) -> Path:
        """The retail sample."""
        return self.folder / f"{self._title} - Sample{FORMATS[self._sample_format].suffix}"

    @property
    def _sample_format(self) -> str:
        return next(iter(self._single), "mp3")

    # --- before the work ---

    def refuse_strangers(self) -> None:
        """Raises BadInput when a file stands in the way that this program did not make."""
        chapters = range(len(self._names))
        audio = [self.name(index, form) for index in chapters for form in self._formats]
        if self.book_file:
            audio.append(self.book_file.name)
        for name in audio:
            path = self.folder / name
            if name not in self.ledger.files and path.exists() and not made_by_us(path):
                raise self._stranger(path)
        for companion in self._companions():
            if companion.path.name not in self.ledger.files and companion.path.exists():
                raise self._stranger(companion.path)
        path = self.playlist_file
        if path.name not in self.ledger.files and path.exists() and MARK not in _start_of(path):
            raise self._stranger(path)

    def _stranger(self, path: Path) -> BadInput:
        return BadInput(
            "this file was not made by audiobook, so it is not overwritten",
            place=str(path),
            remedy="Move it away, or choose another folder with --output.",
        )

    def prepare_cover(self, *, write: bool) -> None:
        """Find the cover, take it from the book, or draw it; `write` puts it there. Raises OSError."""
        for name in COVERS:
            path = self.folder / name
            if path.is_file() and not self.ledger.intact(name) and _is_picture(path):
                self._cover, self._cover_digest = path, digest_of(path)  # a person put it there
                return
        book = self._script.book
        made_from = digest([DRESS, book.cover.hex() if book.cover else [book.title, book.author]])
        name = "cover.png" if book.cover and book.cover.startswith(b"\x89PNG") else "cover.jpg"
        self._cover, self._cover_digest = self.folder / name, made_from
        entry = self.ledger.files.get(name)
        if write and (entry is None or entry.sound != made_from or not self.ledger.intact(name)):
            from audiobook.studio.cover import draw_cover

            if entry is None and self._cover.exists() and not _is_picture(self._cover):
                raise self._stranger(self._cover)
            write_whole(self._cover, book.cover or draw_cover(book.title, book.author))
            self._enter(name, made_from)

    def todo(self, chapter: Chapter, sheet: Sheet) -> ChapterFiles:
        """What must be made of a chapter: sound, tags, cues."""
        mixed = digest([SOUND, sheet.content()])
        files = ChapterFiles(sheet, {})
        for form in self._formats:
            name = self.name(chapter.index, form)
            sound = digest([mixed, FORMATS[form].options_for(sheet.standard)])
            files.sounds[name] = sound
            tags = None if form in PART_FORMATS else self._tags(chapter)
            source = self._source(name, sound)
            output = Output(form, self._aside(name), tags)
            if source is None:
                files.encode.append((name, output))
            elif source != name or self.ledger.files[name].dress != self._dress(tags):
                files.dress.append((name, Dress(self.folder / source, output)))
        cues = self.cues_name(chapter.index)
        files.sounds[cues] = digest([TIMES, mixed, cue_lines(self._lines_of(chapter))])
        source = self._source(cues, files.sounds[cues])
        files.cues = source is None
        if source not in (None, cues):
            files.move_cues = (self.folder / str(source)).read_bytes()
        return files

    def _source(self, name: str, sound: str) -> str | None:
        """A file with that sound, the one with that name if possible; None when there is none."""
        alike = [other for other, entry in self.ledger.files.items() if entry.sound == sound]
        alike.sort(key=lambda other: other != name)
        return next((other for other in alike if self.ledger.intact(other)), None)

    def _aside(self, name: str) -> Path:
        return self.folder / MAKING / digest(name)[:16] / Path(name).name

    def _tags(self, chapter: Chapter) -> Tags:
        book = self._script.book
        return Tags(
            title=chapter.title or book.title,
            album=book.title,
            author=book.author,
            reader=self._reader,
            year=book.year,
            language=book.language,
            track=chapter.index + 1,
            tracks=len(self._names),
            cover=self._cover,
        )

    def _dress(self, tags: Tags | None) -> str:
        if tags is None:
            return ""
        return digest([DRESS, {**asdict(tags), "cover": self._cover_digest}])

    def sample_todo(self, sheet: Sheet) -> Output | None:
        """The sample as it is to be made; None when it is there. Raises BadInput for a stranger's file."""
        name, form = self.sample_file.name, self._sample_format
        book = self._script.book
        title = f"{book.title} (Sample)"
        tags = Tags(title, book.title, book.author, self._reader, book.year, book.language, cover=self._cover)
        entry = self.ledger.files.get(name)
        made = (self._sample_sound(sheet), self._dress(tags))
        if entry and (entry.sound, entry.dress) == made and self.ledger.intact(name):
            return None
        if entry is None and self.sample_file.exists() and not made_by_us(self.sample_file):
            raise self._stranger(self.sample_file)
        output = Output(form, self._aside(name), tags)
        output.path.parent.mkdir(parents=True, exist_ok=True)
        return output

    def _sample_sound(self, sheet: Sheet) -> str:
        return digest([SOUND, sheet.content(), FORMATS[self._sample_format].options_for(sheet.standard)])

    def task(self, chapter: Chapter, files: ChapterFiles) -> Publish:
        """The worker's task for a chapter."""
        outputs = tuple(output for _, output in files.encode)
        return Publish(chapter.index, files.sheet, outputs, tuple(self._earlier(files)))

    def _earlier(self, files: ChapterFiles) -> Iterator[Earlier]:
        """Files that may have parts of a long chapter: those that its own will replace, and those of chapters
        that are called otherwise now. (Any other may be replaced while it is read.)"""
        own = {name for name, _ in files.encode}
        others = set(self._wanted_names()) - own
        for name, entry in self.ledger.files.items():
            if entry.parts and name not in others and self.ledger.intact(name):
                yield Earlier(self.folder / name, entry.parts)

    # --- after the work ---

    def make_room(self) -> None:
        """An empty place for files in the making, and nothing left half made. Raises OSError."""
        shutil.rmtree(self.folder / MAKING, ignore_errors=True)
        for folder in ("", TAKES, CUES):
            clear_debris(self.folder / folder)

    def place(self, chapter: Chapter, files: ChapterFiles, published: Published) -> None:
        """Put a chapter's encoded files and cues in their places. Raises OSError."""
        for (name, output), sha256, parts in zip(
            files.encode, published.digests, published.parts, strict=True
        ):
            self._move(name, output, files.sounds[name], sha256, published.seconds, parts)
        if files.cues:
            self._write_cues(chapter, files, published)
        self.ledger.save()

    def place_dressed(self, chapters: Mapping[int, ChapterFiles], digests: Mapping[Path, str]) -> None:
        """Put the files with new tags or names in their places. Raises OSError."""
        done = [(name, task, files) for files in chapters.values() for name, task in files.dress]
        sources = [self.ledger.files[task.source.relative_to(self.folder).as_posix()] for _, task, _ in done]
        for (name, task, files), source in zip(done, sources, strict=True):
            sha256 = digests[task.output.path]
            self._move(name, task.output, files.sounds[name], sha256, source.seconds, source.parts)
        for index, files in chapters.items():
            if files.move_cues is not None:
                name = self.cues_name(index)
                write_whole(self.folder / name, files.move_cues)
                self._enter(name, files.sounds[name], json.loads(files.move_cues)["seconds"])
        if any(files.dressed for files in chapters.values()):
            self.ledger.save()

    def place_sample(self, sheet: Sheet, output: Output, seconds: float) -> None:
        """Put the encoded sample in its place, its tags on. Raises OSError."""
        assert output.tags is not None
        write_tags(output.path, output.tags)
        sound = self._sample_sound(sheet)
        self._move(self.sample_file.name, output, sound, digest_of(output.path), seconds)

    def _move(
        self,
        name: str,
        output: Output,
        sound: str,
        sha256: str,
        seconds: float,
        parts: tuple[EncodedPart, ...] = (),
    ) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        output.path.replace(path)
        dress = self._dress(output.tags)
        self.ledger.enter(name, sound=sound, dress=dress, sha256=sha256, seconds=seconds, parts=parts)

    def _write_cues(self, chapter: Chapter, files: ChapterFiles, published: Published) -> None:
        name = self.cues_name(chapter.index)
        content = cues_content(chapter, self._lines_of(chapter), published.spans, published.seconds)
        write_whole(self.folder / name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        self._enter(name, files.sounds[name], published.seconds)

    def _lines_of(self, chapter: Chapter) -> Sequence[Line]:
        return self._script.lines[chapter.first_line : chapter.first_line + chapter.lines]

    def finish(self, chapters: Sequence[Chapter], *, complete: bool) -> None:
        """The playlist; and when no chapter is missing, the book in one file, and files of ours that the book
        no longer has, away. Raises OSError."""
        if self._single:
            self._write_playlist(chapters)
        if complete and self.book_file:
            self._join(chapters)
        if complete:
            self._write_companions(chapters)
            self._clear_stale()
        self.make_room()
        self.ledger.save()

    def _join(self, chapters: Sequence[Chapter]) -> None:
        assert self.book_file is not None
        name = self.book_file.name
        parts = [self.name(chapter.index, BOOK_FORMAT) for chapter in chapters]
        book = self._script.book
        tags = Tags(
            book.title, book.title, book.author, self._reader, book.year, book.language, cover=self._cover
        )
        titles = [chapter.title or book.title for chapter in chapters]
        sound = digest([SOUND, [self.ledger.files[part].sha256 for part in parts], titles])
        entry = self.ledger.files.get(name)
        if entry and (entry.sound, entry.dress) == (sound, self._dress(tags)) and self.ledger.intact(name):
            return
        aside = self._aside(name)
        aside.parent.mkdir(parents=True, exist_ok=True)
        seconds = join(
            [Mark(title, self.folder / part) for title, part in zip(titles, parts, strict=True)], aside, tags
        )
        self._move(name, Output(BOOK_FORMAT, aside, tags), sound, digest_of(aside), seconds)

    def _write_playlist(self, chapters: Sequence[Chapter]) -> None:
        form = self._single[0]
        names = [(self.name(chapter.index, form), chapter.title) for chapter in chapters]
        files = self.ledger.files
        text = playlist(
            self._script.book.title,
            [(name, title, files[name].seconds) for name, title in names if name in files],
        )
        path = self.playlist_file
        if not (
            path.name in self.ledger.files
            and self.ledger.files[path.name].sound == digest(text)
            and self.ledger.intact(path.name)
        ):
            write_whole(path, text)
            self._enter(path.name, digest(text))

    def _companions(self) -> Iterator[Companion]:
        """The files to read along with."""
        whole = bool(self.book_file) and not self._single
        names = [self._names[index] for index in range(len(self._names))]
        return companions(self._along, self.folder, self._title, names, whole=whole)

    def _write_companions(self, chapters: Sequence[Chapter]) -> None:
        """Those that are not there as they should be."""
        files = self.ledger.files
        cues = [files[self.cues_name(chapter.index)].sha256 for chapter in chapters]
        sounds = [files[self._along_sound(chapter.index)].sha256 for chapter in chapters]
        about = replace(self._script.book, cover=None)
        made_from = digest([TIMES, cues, sounds, asdict(about), self._reader, self._cover_digest])
        book: HeardBook | None = None
        for companion in self._companions():
            name = companion.path.name
            entry = files.get(name)
            if entry is None or entry.sound != made_from or not self.ledger.intact(name):
                book = book or self._heard(chapters)
                companion.write(book)
                self._enter(name, made_from)

    def _along_sound(self, chapter: int) -> str:
        """The sound that a chapter's read-along files go with: for an e-book its own."""
        own = EPUB if EPUB in self._formats else (self._single or [BOOK_FORMAT])[0]
        return self.name(chapter, own)

    def _heard(self, chapters: Sequence[Chapter]) -> HeardBook:
        """The book with the times of every line and sentence."""
        heard = []
        for chapter in chapters:
            lines = self._lines_of(chapter)
            seconds = self.ledger.files[self.cues_name(chapter.index)].seconds
            packed = self.folder / self._along_sound(chapter.index)
            sound = self.file_of(chapter.index) or self.book_file or packed
            times = cues_of(self.folder / f"{self._names[chapter.index]}.wav")
            heard.append(
                HeardChapter(chapter.title, sound, seconds, tuple(heard_lines(lines, times)), packed)
            )
        return HeardBook(self._script.book, self._reader, self._cover, tuple(heard))

    def _enter(self, name: str, made_from: str, seconds: float = 0.0) -> None:
        sha256 = digest_of(self.folder / name)
        self.ledger.enter(name, sound=made_from, dress="", sha256=sha256, seconds=seconds)

    def _clear_stale(self) -> None:
        """Files of an earlier run that this one would have written under another name, or not at all."""
        wanted = set(self._wanted_names())
        ours = {FORMATS[form].suffix for form in self._single} | {".json", ".m3u8"}
        ours |= {".m4b"} if self.book_file else set()
        parts = {FORMATS[form].suffix for form in self._formats if form in PART_FORMATS}
        for name in [name for name in self.ledger.files if name not in wanted]:
            if Path(name).suffix not in (parts if name.startswith(f"{PARTS}/") else ours):
                continue
            if self.ledger.intact(name):
                with contextlib.suppress(OSError):
                    (self.folder / name).unlink()
            del self.ledger.files[name]

    def _wanted_names(self) -> Iterator[str]:
        for index in range(len(self._names)):
            yield from (self.name(index, form) for form in self._formats)
            yield self.cues_name(index)
        yield self.playlist_file.name
        yield from COVERS
        if self.has_sample:
            yield self.sample_file.name
        if self.book_file:
            yield self.book_file.name
        yield from (companion.path.name for companion in self._companions())

    def seconds_of(self, chapter: int) -> float:
        """How long a chapter is; 0 when it was never made."""
        names = [*(self.name(chapter, form) for form in self._formats), self.cues_name(chapter)]
        return next((self.ledger.files[name].seconds for name in names if name in self.ledger.files), 0.0)

    def files(self) -> list[Path]:
        """What the person gets, in the order of listening."""
        chapters = [
            self.folder / self.name(index, form) for form in self._single for index in range(len(self._names))
        ]
        along = [companion.path for companion in self._companions()]
        sample = self.sample_file if self.has_sample else None
        rest = [self.book_file, sample, *along, self.playlist_file, self._cover]
        return [path for path in (*chapters, *rest) if path is not None and path.exists()]


def encoded(formats: Sequence[str]) -> tuple[str, ...]:
    """Those of the formats that chapters are encoded in; mp3 too, where captions would be alone."""
    sounds = [form for form in dict.fromkeys(formats) if form in FORMATS]
    along = [form for form in formats if form in READ_ALONG and form != EPUB]
    if along and set(sounds) <= {EPUB}:
        sounds.insert(0, "mp3")  # captions go with something to hear
    return tuple(sounds)


def part_name(chapter: int, form: str) -> str:
    """A chapter's part of one file, within the book's folder."""
    return f"{PARTS}/{chapter + 1:04}{FORMATS[form].suffix}"


def _start_of(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(200).decode("utf-8", "replace")
    return ""


def _is_picture(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as file:
        start = file.read(8)
        return start.startswith((b"\xff\xd8\xff", b"\x89PNG"))
    return False
