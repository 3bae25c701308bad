"""A manner of speaking lasts: through the rest of a speaker's paragraph, and over a telephone for the call.

A tag tells of the words beside it only ("Don't move," he whispered. "There is somebody behind the wall.").
What it says of the voice holds until the paragraph ends or says otherwise; and whoever is heard out of a
device is heard out of it until somebody hangs up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby

from audiobook.model import Kind, Line

DEVICES = frozenset({"phone", "radio"})
LASTING = frozenset(
    {
        *("whispering", "murmuring", "quietly", "shouting", "screaming", "calling"),
        *("crying", "slowly", "quickly", "weakly", "reading", "singing", "robot"),
        *DEVICES,
    }
)
"""Deliveries that are no matter of a moment."""
SILENT_PARAGRAPHS = 2
"""Paragraphs in a row without speech after which a call is taken to be over."""

_OVER = re.compile(
    r"\b(?:hung up|hangs? up|hanging up|rang off|line (?:went|goes|was) dead|dial tone|"
    r"(?:put|puts|set|sets|laid|slammed|dropped|replaced|lowered) (?:down )?(?:the|his|her|my) "
    r"(?:tele)?(?:phone|receiver|handset)|(?:put|set|laid) it down|ended the call|end of the call|"
    r"(?:switched|turned|clicked|shut) (?:the |his |her |my )?(?:\w+ )?off|turned off the|"
    r"call (?:ended|was over)|over and out|disconnected)\b",
    re.IGNORECASE,
)
_THIS_END = re.compile(
    r"\b(?:into (?:the|his|her|my|a) (?:\w+ )?(?:tele)?(?:phone|receiver|handset|radio|microphone|comm)|"
    r"picke?[ds] up (?:the|his|her|my) (?:\w+ )?(?:phone|receiver|radio)|answered the (?:tele)?phone)\b",
    re.IGNORECASE,
)

Paragraph = list[int]
"""Indices of a paragraph's lines."""


def lasting(lines: Sequence[Line]) -> list[Line]:
    """The lines of a story, each with the deliveries that last from the ones before."""
    told = list(lines)
    for scene in _scenes(told):
        for paragraph in scene:
            _through_the_paragraph(told, paragraph)
        for speaker, device in {
            (told[n].speaker, name): None
            for paragraph in scene
            for n in paragraph
            for name in told[n].delivery
            if name in DEVICES
        }:
            _through_the_call(told, scene, speaker, device)
    return told


def _scenes(lines: Sequence[Line]) -> Iterator[list[Paragraph]]:
    scene: list[Paragraph] = []
    for (chapter, _), group in groupby(range(len(lines)), lambda n: (lines[n].chapter, lines[n].paragraph)):
        paragraph = list(group)
        first = lines[paragraph[0]]
        if scene and (first.opens_scene or chapter != lines[scene[-1][0]].chapter):
            yield scene
            scene = []
        scene.append(paragraph)
    if scene:
        yield scene


def _through_the_paragraph(lines: list[Line], paragraph: Paragraph) -> None:
    held: dict[str, tuple[str, ...]] = {}
    for n in paragraph:
        line = lines[n]
        if line.kind is not Kind.SPEECH:
            continue
        asked = line.delivery
        if not set(asked) - DEVICES:
            asked = tuple(dict.fromkeys((*held.get(line.speaker, ()), *asked)))
            lines[n] = replace(line, delivery=asked)
        held[line.speaker] = tuple(name for name in asked if name in LASTING)


def _through_the_call(lines: list[Line], scene: Sequence[Paragraph], speaker: str, device: str) -> None:
    marked = [at for at, p in enumerate(scene) if _on(lines, p, speaker, device)]
    if any(_spoken_here(lines, paragraph, speaker) for paragraph in scene):
        return
    reached: set[int] = set()
    for start in marked:
        reached |= set(_on_from(lines, scene, start, speaker)) | set(_back_from(lines, scene, start))
    for n in (n for at in reached for n in scene[at]):
        line = lines[n]
        if line.speaker == speaker and line.kind is Kind.SPEECH and not DEVICES & set(line.delivery):
            lines[n] = replace(line, delivery=(*line.delivery, device))


def _on(lines: Sequence[Line], paragraph: Paragraph, speaker: str, device: str) -> bool:
    return any(lines[n].speaker == speaker and device in lines[n].delivery for n in paragraph)


def _spoken_here(lines: Sequence[Line], paragraph: Paragraph, speaker: str) -> bool:
    """The speaker is at this end: they speak into the thing."""
    voices: Set[str] = {lines[n].speaker for n in paragraph if lines[n].kind is Kind.SPEECH}
    return voices == {speaker} and _THIS_END.search(_told(lines, paragraph)) is not None


def _on_from(lines: Sequence[Line], scene: Sequence[Paragraph], start: int, speaker: str) -> Iterator[int]:
    """Paragraphs of the call from this one on: until somebody hangs up, a third one speaks, nobody does for
    a while, or whoever is at the other end is seen to do something here."""
    silent = 0
    parties = {speaker}
    for at in range(start, len(scene)):
        voices = {lines[n].speaker for n in scene[at] if lines[n].kind is Kind.SPEECH}
        parties |= voices if len(parties) == 1 else set()
        silent = 0 if voices else silent + 1
        seen = not voices and _names(speaker, _told(lines, scene[at]))
        if silent >= SILENT_PARAGRAPHS or voices - parties or seen:
            return
        yield at
        if _OVER.search(_told(lines, scene[at])):
            return


def _back_from(lines: Sequence[Line], scene: Sequence[Paragraph], start: int) -> Iterator[int]:
    """Paragraphs of the talk up to this one, as far as nothing else happens in between."""
    for at in range(start - 1, -1, -1):
        if not any(lines[n].kind is Kind.SPEECH for n in scene[at]) or _OVER.search(_told(lines, scene[at])):
            return
        yield at


def _names(speaker: str, text: str) -> bool:
    """The text speaks of them by a word of their name."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", speaker)}
    return any(word.casefold() in words for word in re.findall(r"[^\W\d_]{3,}", text))


def _told(lines: Sequence[Line], paragraph: Paragraph) -> str:
    return " ".join(lines[n].text for n in paragraph if lines[n].kind is Kind.NARRATION)
