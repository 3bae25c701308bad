"""A picture of a chapter: its waveform coloured by speaker, how loud it is, and where it pauses.

A minute a row. Speakers are told apart by colour and by their names above the wave; the thin line is the
short-term loudness of EBU R128 (three seconds), on a scale that stands at the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from audiobook.model import NARRATOR
from audiobook.studio.cues import Heard, cues_of
from audiobook.studio.lettering import Font, font, font_for, writable
from audiobook.studio.measure import decibels, integrated
from audiobook.studio.preflight import FRAME, Sound

FOLDER = "pictures"

ROW_SECONDS = 60.0
PIXELS_A_SECOND = 25
WAVE = 36
"""Pixels of full scale, up and down from the middle of a row."""
ROW = 2 * WAVE + 34
MARGIN, LEFT = 24, 70
LONG_PAUSE = 1.0
"""Seconds from which a pause is marked."""
QUIET, LOUD = -40.0, -10.0
"""LUFS at the foot and at the top of a row."""
SHORT_TERM = 3.0
"""Seconds over which loudness is drawn."""

PAPER, INK, FAINT, PAUSE, LEVEL = "#ffffff", "#202020", "#8a8a8a", "#f1eee6", "#00000066"
NARRATOR_COLOUR = "#6b7280"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7b3fa0", "#a0522d")
"""Told apart by colour-blind people too (most are from the palette of Okabe and Ito); the ninth speaker has
the first one again."""


def draw(path: Path, sound: Sound) -> Image.Image:
    """The picture of one audio file that was measured."""
    cues = cues_of(path)
    colours = _colours(cues)
    legend = list(_legend(cues, sound, colours))
    width = LEFT + round(ROW_SECONDS * PIXELS_A_SECOND) + MARGIN
    entries, legend_height = _set_out(legend, width)
    top = MARGIN + 44 + legend_height
    rows = max(int(np.ceil(sound.seconds / ROW_SECONDS)), 1)
    picture = Image.new("RGB", (width, top + rows * ROW + MARGIN), PAPER)
    canvas = ImageDraw.Draw(picture, "RGBA")
    canvas.text((MARGIN, MARGIN), writable(path.stem), font=_font(path.stem, 24), fill=INK)
    told = f"{sound.seconds / 60:.1f} min   {sound.loudness:.1f} LUFS   RMS {sound.rms:.1f} dBFS   "
    told += f"true peak {sound.true_peak:.1f} dBTP"
    canvas.text((width - MARGIN, MARGIN + 4), told, font=font(16), fill=FAINT, anchor="ra")
    for x, y, name, told, colour in entries:
        at = MARGIN + 44 + y
        canvas.rectangle((x, at + 3, x + 14, at + 17), fill=colour)
        canvas.text((x + 22, at), f"{writable(name)}  {told}", font=_font(name, 16), fill=INK)
    for row in range(rows):
        _Row(canvas, top + row * ROW, row * ROW_SECONDS).draw(sound, cues, colours)
    return picture


def save_picture(path: Path, sound: Sound) -> Path:
    """Write a file's picture into the folder `pictures` beside it; gives where. Raises OSError."""
    from audiobook.files import write_whole

    place = path.parent / FOLDER / f"{path.stem}.png"
    place.parent.mkdir(exist_ok=True)
    write_whole(place, _png(draw(path, sound)))
    return place


def _png(picture: Image.Image) -> bytes:
    import io

    data = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue()


def _colours(cues: Sequence[Heard]) -> dict[str, str]:
    """A colour for each speaker; those with most to say get the first ones."""
    seconds: dict[str, float] = {}
    for cue in cues:
        seconds[cue.speaker] = seconds.get(cue.speaker, 0.0) + cue.end - cue.start
    names = sorted(seconds.keys() - {NARRATOR}, key=lambda name: (-seconds[name], name))
    chosen = {name: COLOURS[at % len(COLOURS)] for at, name in enumerate(names)}
    return {NARRATOR: NARRATOR_COLOUR, **chosen} if NARRATOR in seconds else chosen


def _legend(
    cues: Sequence[Heard], sound: Sound, colours: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Name, figures and colour of each speaker."""
    for name, colour in colours.items():
        own = [cue for cue in cues if cue.speaker == name]
        steps = [sound.steps[round(cue.start * 10) : round(cue.end * 10)] for cue in own]
        seconds = sum(cue.end - cue.start for cue in own)
        yield name, f"{seconds:.0f} s, {integrated(np.concatenate(steps)):.1f} LUFS", colour


def _set_out(
    legend: Sequence[tuple[str, str, str]], width: int
) -> tuple[list[tuple[int, int, str, str, str]], int]:
    """The legend's entries with their places, as many in a line as there is room for; and its height."""
    placed = []
    x, y = MARGIN, 0
    for name, told, colour in legend:
        needed = 22 + round(_font(name, 16).getlength(f"{writable(name)}  {told}")) + 30
        if x > MARGIN and x + needed > width - MARGIN:
            x, y = MARGIN, y + 26
        placed.append((x, y, name, told, colour))
        x += needed
    return placed, (y + 38) if placed else 0


class _Row:
    """A minute of the chapter."""

    def __init__(self, canvas: ImageDraw.ImageDraw, top: int, start: float) -> None:
        self._canvas, self._top, self._start = canvas, top, start
        self._middle = top + ROW - WAVE - 4

    def draw(self, sound: Sound, cues: Sequence[Heard], colours: Mapping[str, str]) -> None:
        end = min(self._start + ROW_SECONDS, sound.seconds)
        here = [cue for cue in cues if cue.end > self._start and cue.start < end]
        self._scale()
        self._pauses(cues, end, sound.seconds)
        self._wave(sound.envelope, here, colours, end)
        self._loudness(sound.steps, end)
        self._names(here, colours)

    def _x(self, seconds: float) -> int:
        return LEFT + round((seconds - self._start) * PIXELS_A_SECOND)

    def _level(self, lufs: float) -> float:
        share = (min(max(lufs, QUIET), LOUD) - QUIET) / (LOUD - QUIET)
        return self._middle + WAVE - 2 * WAVE * share

    def _scale(self) -> None:
        minutes, seconds = divmod(round(self._start), 60)
        clock = (MARGIN, self._top + 6)
        self._canvas.text(clock, f"{minutes}:{seconds:02d}", font=font(14), fill=FAINT)
        for lufs in (-16, -23):
            y = self._level(lufs)
            self._canvas.text((LEFT - 4, y), str(lufs), font=font(10), fill=FAINT, anchor="rm")

    def _pauses(self, cues: Sequence[Heard], end: float, last: float) -> None:
        """Where nobody speaks for a while."""
        edges = [0.0, *(time for cue in cues for time in (cue.start, cue.end)), last]
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            if stop - start < LONG_PAUSE or stop <= self._start or start >= end:
                continue
            left, right = self._x(max(start, self._start)), self._x(min(stop, end))
            box = (left, self._middle - WAVE, max(right - 1, left), self._middle + WAVE)
            self._canvas.rectangle(box, fill=PAUSE)
            if start >= self._start:
                place = ((left + right) / 2, self._middle + WAVE - 6)
                self._canvas.text(place, f"{stop - start:.1f}", font=font(11), fill=FAINT, anchor="mm")

    def _wave(
        self, envelope: NDArray[np.float32], cues: Sequence[Heard], colours: Mapping[str, str], end: float
    ) -> None:
        left = self._x(self._start)
        whose = ["#c8c8c8"] * (self._x(end) - left)
        for cue in cues:
            first, last = self._x(max(cue.start, self._start)) - left, self._x(min(cue.end, end)) - left
            whose[first : last + 1] = [colours[cue.speaker]] * len(whose[first : last + 1])
        per_pixel = 1 / PIXELS_A_SECOND / FRAME
        for x, colour in enumerate(whose):
            at = self._start / FRAME + x * per_pixel
            frames = envelope[int(at) : max(int(at + per_pixel), int(at) + 1)]
            height = WAVE * float(frames.max(initial=0))
            line = (left + x, self._middle - height, left + x, self._middle + height)
            self._canvas.line(line, fill=colour)

    def _loudness(self, steps: NDArray[np.float64], end: float) -> None:
        window = round(SHORT_TERM * 10)
        points = []
        for at in range(round(self._start * 10), round(end * 10), 2):
            near = steps[max(at - window // 2, 0) : at + window // 2]
            lufs = -0.691 + decibels(float(near.mean())) if len(near) else QUIET
            points.append((self._x(at / 10), self._level(lufs)))
        self._canvas.line(points, fill=LEVEL, width=1)

    def _names(self, cues: Sequence[Heard], colours: Mapping[str, str]) -> None:
        """Above the wave, wherever another speaker begins and there is room."""
        free, before = 0.0, ""
        for cue in cues:
            x = self._x(max(cue.start, self._start))
            if cue.speaker not in (before, NARRATOR) and x >= free:
                name = writable(cue.speaker)
                letters = _font(cue.speaker, 12)
                self._canvas.text((x, self._top + 8), name, font=letters, fill=colours[cue.speaker])
                free = x + letters.getlength(name) + 6
            before = cue.speaker


def _font(text: str, size: int) -> Font:
    return font(size, font_for(text))
