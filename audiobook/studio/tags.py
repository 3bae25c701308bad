"""Tags: what players show of a file. ID3v2.4 on MP3 and WAV, Vorbis comments on Opus and FLAC, MP4 atoms."""

# mutagen has type hints in its files only here and there.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MADE_BY = "audiobook"
"""Stands in every file's tags as its encoder: so a file is known as ours, whatever became of its name."""
GENRE = "Audiobook"


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says of itself."""

    title: str
    album: str
    author: str
    reader: str
    year: str
    language: str = ""
    track: int = 0
    """From 1; 0: no track."""
    tracks: int = 0
    cover: Path | None = None
    """A JPEG or PNG file."""


def write_tags(path: Path, tags: Tags) -> None:
    """Put `tags` into a file, in place of whatever tags it has. Raises OSError."""
    from mutagen import MutagenError

    try:
        _WRITERS[path.suffix](path, tags)
    except MutagenError as error:
        if isinstance(error.__context__, OSError):
            raise error.__context__ from error
        raise OSError(f"{path.name}: {error}") from error


def made_by_us(path: Path) -> bool:
    """The file's tags say that this program made it."""
    from mutagen import File, MutagenError

    try:
        tags = getattr(File(path), "tags", None)
    except (MutagenError, OSError, ValueError, KeyError):
        return False
    values = [str(tags[name]) for name in tags.keys() & {"TSSE", "encoder", "©too"}] if tags else []
    return any(MADE_BY in value for value in values)


def mime_of(cover: bytes) -> str:
    """image/png or image/jpeg."""
    return "image/png" if cover.startswith(b"\x89PNG") else "image/jpeg"


def _id3(frames: Any, tags: Tags) -> None:
    from mutagen import id3

    track = f"{tags.track}/{tags.tracks}" if tags.track else ""
    texts = {
        id3.TIT2: tags.title,
        id3.TALB: tags.album,
        id3.TPE1: tags.author,
        id3.TPE2: tags.author,
        id3.TCOM: tags.reader,
        id3.TCON: GENRE,
        id3.TRCK: track,
        id3.TDRC: tags.year,
        id3.TSSE: MADE_BY,
    }
    for frame, text in texts.items():
        if text:
            frames.add(frame(encoding=id3.Encoding.UTF8, text=text))
    if tags.cover:
        cover = tags.cover.read_bytes()
        frames.add(id3.APIC(id3.Encoding.LATIN1, mime_of(cover), id3.PictureType.COVER_FRONT, "", cover))


def _write_mp3(path: Path, tags: Tags) -> None:
    from mutagen.id3 import ID3

    frames = ID3()
    _id3(frames, tags)
    # No padding: the file is written anew whenever its tags change.
    frames.save(path, v1=0, padding=lambda info: 0)


def _write_wav(path: Path, tags: Tags) -> None:
    from mutagen.wave import WAVE

    file = WAVE(path)
    file.delete()
    file.add_tags()
    _id3(file.tags, tags)
    file.save()


def _comments(tags: Tags) -> Mapping[str, str]:
    texts = {
        "title": tags.title,
        "album": tags.album,
        "artist": tags.author,
        "albumartist": tags.author,
        "composer": tags.reader,
        "performer": tags.reader,
        "genre": GENRE,
        "date": tags.year,
        "language": tags.language,
        "tracknumber": str(tags.track or ""),
        "tracktotal": str(tags.tracks or ""),
        "encoder": MADE_BY,
    }
    return {name: text for name, text in texts.items() if text}


def _picture(cover: bytes) -> Any:
    from mutagen.flac import Picture
    from mutagen.id3 import PictureType

    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, mime_of(cover), cover
    return picture


def _write_flac(path: Path, tags: Tags) -> None:
    from mutagen.flac import FLAC

    file = FLAC(path)
    file.delete()
    file.clear_pictures()
    file.update(_comments(tags))
    if tags.cover:
        file.add_picture(_picture(tags.cover.read_bytes()))
    file.save(padding=lambda info: 0)


def _write_opus(path: Path, tags: Tags) -> None:
    from mutagen.oggopus import OggOpus

    file = OggOpus(path)
    file.clear()
    file.update(_comments(tags))
    if tags.cover:
        picture = _picture(tags.cover.read_bytes()).write()
        file["metadata_block_picture"] = [base64.b64encode(picture).decode()]
    file.save(padding=lambda info: 0)


def _write_mp4(path: Path, tags: Tags) -> None:
    from mutagen.mp4 import MP4, MP4Cover

    file = MP4(path)
    texts = {
        "©nam": tags.title,
        "©alb": tags.album,
        "©ART": tags.author,
        "aART": tags.author,
        "©wrt": tags.reader,
        "©gen": GENRE,
        "©day": tags.year,
        "©too": MADE_BY,
    }
    file.delete()
    file.update({name: [text] for name, text in texts.items() if text})
    file["stik"] = [2]  # audiobook
    if tags.track:
        file["trkn"] = [(tags.track, tags.tracks)]
    if tags.cover:
        cover = tags.cover.read_bytes()
        form = MP4Cover.FORMAT_PNG if mime_of(cover) == "image/png" else MP4Cover.FORMAT_JPEG
        file["covr"] = [MP4Cover(cover, imageformat=form)]
    file.save()


_WRITERS: Mapping[str, Callable[[Path, Tags], None]] = {
    ".mp3": _write_mp3,
    ".wav": _write_wav,
    ".flac": _write_flac,
    ".opus": _write_opus,
    ".m4a": _write_mp4,
    ".m4b": _write_mp4,
}
