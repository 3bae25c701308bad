"""A long chapter is encoded in parts, side by side, and joined without encoding again.

What the encoders are given is, part after part, sample for sample what one would have been given. A part that
an earlier file has already is taken from there, as it is; so nothing is kept besides the finished files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from audiobook.studio.cutting import GRAIN
from audiobook.studio.encode import HERTZ, Encoder, Format, encoder_version
from audiobook.studio.frames import Frames, cut_aac, cut_mp3, join_aac, join_mp3, sound_begins
from audiobook.studio.ledger import EncodedPart, digest
from audiobook.studio.master import Standard
from audiobook.studio.mix import Mix
from audiobook.studio.tasks import Earlier


@dataclass(slots=True)
class _Part:
    """A part of one file."""

    form: Format
    digest: str
    """Of all that it is made of."""
    frames: Frames | None
    """Where they lie; None until they are encoded."""
    piece: Path
    """Where they are encoded, if they have to be."""
    count: int
    """How many they are to be; 0 of the last part, which has what there is."""
    first: bool

    def cut(self) -> None:
        """Find the frames in the piece."""
        if self.form.suffix == ".mp3":
            self.frames = cut_mp3(self.piece, self.count)
        else:
            self.frames = cut_aac(self.piece, self.count, first=self.first)


def encode(
    mix: Mix, outputs: Sequence[tuple[Format, Path]], standard: Standard, earlier: Iterable[Earlier] = ()
) -> list[tuple[EncodedPart, ...]]:
    """Mix into files; of which parts each was joined, none for one that was made at once.

    Raises JobFailed with ffmpeg's words, Damaged for a take that cannot be used, and OSError.
    """
    if not mix.cuts or not all(form.frame for form, _ in outputs):
        if outputs:
            _encode(mix, outputs, standard, Event())
        return [() for _ in outputs]
    mixes = list(mix.parts())
    there = _there(earlier)
    parts = [_parts(mixes, at, outputs, standard, there) for at in range(len(mixes))]
    _encode_missing(mixes, parts, standard)
    return [_joined(file, path) for (_, path), file in zip(outputs, zip(*parts, strict=True), strict=True)]


def _there(earlier: Iterable[Earlier]) -> dict[str, Frames]:
    """The parts that earlier files have, by digest."""
    found: dict[str, Frames] = {}
    for file in earlier:
        at = sound_begins(file.path)
        if at + sum(part.size for part in file.parts) != file.path.stat().st_size:
            continue  # somebody had a hand in it
        for part in file.parts:
            found[part.digest] = Frames(file.path, at, part.size, part.frames)
            at += part.size
    return found


def _parts(
    mixes: Sequence[Mix],
    at: int,
    outputs: Sequence[tuple[Format, Path]],
    standard: Standard,
    there: Mapping[str, Frames],
) -> list[_Part]:
    """One stretch of the chapter as a part of each file."""
    mix, first, last = mixes[at], at == 0, at == len(mixes) - 1
    grains = 0 if last else round(mix.samples * HERTZ / mix.rate / GRAIN)
    sound = digest([encoder_version(), mix.content(), first, last])
    parts = []
    for form, path in outputs:
        name = digest([sound, form.options_for(standard)])
        piece = path.with_name(f"{path.stem}.{at}{path.suffix}")
        parts.append(_Part(form, name, there.get(name), piece, grains * GRAIN // form.frame, first))
    return parts


def _encode_missing(mixes: Sequence[Mix], parts: Sequence[Sequence[_Part]], standard: Standard) -> None:
    """Those parts that lie nowhere yet."""
    from audiobook.studio.pool import cores

    missing = [
        (mix, lacking)
        for mix, files in zip(mixes, parts, strict=True)
        if (lacking := [part for part in files if part.frames is None])
    ]
    stop = Event()
    with ThreadPoolExecutor(cores()) as threads:
        work = [
            threads.submit(_encode, mix, [(part.form, part.piece) for part in files], standard, stop)
            for mix, files in missing
        ]
    for failed in sorted(filter(None, (each.exception() for each in work)), key=_is_stopped):
        raise failed
    for _, files in missing:
        for part in files:
            part.cut()


def _joined(parts: Sequence[_Part], path: Path) -> tuple[EncodedPart, ...]:
    """A file of its parts, the pieces deleted; which they were."""
    frames = [part.frames for part in parts if part.frames is not None]
    if parts[0].form.suffix == ".mp3":
        join_mp3(frames, path)
    else:
        join_aac(frames, path)
    for part in parts:
        part.piece.unlink(missing_ok=True)
    return tuple(
        EncodedPart(part.digest, there.size, there.count) for part, there in zip(parts, frames, strict=True)
    )


def _encode(mix: Mix, outputs: Sequence[tuple[Format, Path]], standard: Standard, stop: Event) -> None:
    """One stretch mixed into files."""
    try:
        with Encoder(mix.rate, outputs, standard) as encoder:
            for pcm in mix:
                if stop.is_set():
                    raise _Stopped
                encoder.write(pcm)
    except BaseException:
        stop.set()
        raise


class _Stopped(Exception):
    """Another part has failed."""


def _is_stopped(error: BaseException) -> bool:
    return isinstance(error, _Stopped)
