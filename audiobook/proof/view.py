"""What the page is told: the book, its chapters and their sound, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from audiobook.model import NARRATOR, Cast, Character, Line, Script, Voice
from audiobook.studio.cues import Heard

MOST_UNSURE = 400
"""Lines to check that are listed at once."""
PROFILE = ("engine", "voice", "rate", "pitch", "gain")
"""What the page may set of a voice."""
PEAKS_A_SECOND = 50


def book(script: Script, cast: Cast, recorded: Sequence[bool]) -> dict[str, Any]:
    """The whole book but for its lines: who speaks, how much and where, what is worth checking, and which
    chapters there is sound of (`recorded`)."""
    words = _words(script.lines)
    counts = Counter(line.speaker for line in script.lines)
    return {
        "title": script.book.title,
        "author": script.book.author,
        "language": script.book.language or "en",
        "narrator": {
            "words": words[NARRATOR],
            "lines": counts[NARRATOR],
            "voice": _profile(cast.narrator),
        },
        "characters": [
            {
                "name": character.name,
                "gender": str(character.gender),
                "aliases": list(character.aliases),
                "lines": counts[character.name],
                "words": words[character.name],
                "voice": _profile(cast.characters[character.name]),
            }
            for character in _characters(script)
        ],
        "chapters": [
            {
                "title": script.chapters[index],
                "lines": len(lines),
                "unsure": sum(line.unsure for line in lines),
                "words": _words(lines),
                "recorded": recorded[index],
            }
            for index, lines in script.by_chapter()
        ],
        "unsure": _unsure(script),
        "unsureCount": sum(line.unsure for line in script.lines),
    }


def chapter(script: Script, index: int, audio: Path | None, heard: Sequence[Heard]) -> dict[str, Any]:
    """A chapter's lines, and when they are heard in its sound."""
    cues = {cue.line: cue for cue in heard}
    numbers = [at for at, line in enumerate(script.lines) if line.chapter == index]
    return {
        "index": index,
        "title": script.chapters[index],
        "lines": [_line(script, at, cues.get(at - numbers[0])) for at in numbers],
        "audio": audio.stat().st_mtime_ns if audio else None,
        "seconds": max((cue.end for cue in cues.values()), default=0.0),
    }


def peaks(audio: Path) -> bytes:
    """A file's wave: highest sample of each fiftieth of a second, 0 to 255. Raises JobFailed."""
    from audiobook.studio.preflight import FRAME, measure_file

    envelope = measure_file(audio).envelope
    step = round(1 / PEAKS_A_SECOND / FRAME)
    whole = len(envelope) // step * step
    highest = envelope[:whole].reshape(-1, step).max(axis=1)
    return bytes(np.minimum(highest * 255, 255).astype(np.uint8).tobytes())


def _characters(script: Script) -> list[Character]:
    """Everybody who has a line, most lines first."""
    counts = Counter(line.speaker for line in script.lines)
    known = {character.name: character for character in script.characters}
    names = [name for name, _ in counts.most_common() if name != NARRATOR]
    return [known.get(name, Character(name)) for name in names]


def _unsure(script: Script) -> list[dict[str, Any]]:
    """The lines most worth checking first."""
    doubtful = [(line.confidence, at) for at, line in enumerate(script.lines) if line.unsure]
    return [_line(script, at) for _, at in sorted(doubtful)[:MOST_UNSURE]]


def _line(script: Script, at: int, cue: Heard | None = None) -> dict[str, Any]:
    line = script.lines[at]
    told: dict[str, Any] = {
        "i": at,
        "chapter": line.chapter,
        "p": line.paragraph,
        "text": line.text,
        "speaker": line.speaker,
        "kind": str(line.kind),
    }
    if line.delivery:
        told["delivery"] = list(line.delivery)
    if line.unsure:
        told |= {"unsure": True, "confidence": round(line.confidence, 2), "reason": line.reason}
    told |= {name: True for name in ("heading", "glued") if getattr(line, name)}
    if line.opens_scene:
        told["scene"] = True
    if cue is not None and cue.text == line.text:
        told |= {"start": round(cue.start, 3), "end": round(cue.end, 3)}
        if cue.speaker != line.speaker:
            told["stale"] = True
    return told


def _words(lines: Sequence[Line]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        counts[line.speaker] += len(line.text.split())
    return counts


def _profile(voice: Voice) -> dict[str, Any]:
    return {name: getattr(voice, name) for name in PROFILE}
