"""Captions: SubRip (.srt) and WebVTT (.vtt, W3C), the speaker named in both."""

from __future__ import annotations

from collections.abc import Iterator

from audiobook.model import NARRATOR
from audiobook.studio.phrases import letters
from audiobook.studio.readalong.heard import HeardChapter, HeardSentence

LONGEST = 84
"""Characters of a caption: two rows of 42, as is usual."""


def srt(chapter: HeardChapter) -> str:
    """A chapter's captions as SubRip; speech begins with the speaker's name."""
    blocks = []
    for number, (speaker, caption) in enumerate(_captions(chapter), start=1):
        named = caption.text if speaker == NARRATOR else f"[{speaker}] {caption.text}"
        blocks.append(f"{number}\n{_clock(caption.start, ',')} --> {_clock(caption.end, ',')}\n{named}\n")
    return "\n".join(blocks)


def vtt(chapter: HeardChapter) -> str:
    """A chapter's captions as WebVTT; every one in a voice span, `<v Name>`."""
    blocks = ["WEBVTT\n"]
    for speaker, caption in _captions(chapter):
        times = f"{_clock(caption.start, '.')} --> {_clock(caption.end, '.')}"
        blocks.append(f"{times}\n<v {_escaped(speaker)}>{_escaped(caption.text)}</v>\n")
    return "\n".join(blocks)


def _captions(chapter: HeardChapter) -> Iterator[tuple[str, HeardSentence]]:
    for line in chapter.lines:
        for sentence in line.sentences:
            for caption in _parted(sentence):
                yield line.speaker, caption


def _parted(sentence: HeardSentence) -> Iterator[HeardSentence]:
    """A sentence in captions short enough to be read, its time shared out by letters."""
    pieces: list[str] = []
    for word in sentence.text.split():
        if pieces and len(pieces[-1]) + 1 + len(word) <= LONGEST:
            pieces[-1] += " " + word
        else:
            pieces.append(word)
    total = sum(map(letters, pieces))
    at = sentence.start
    for piece in pieces:
        end = at + (sentence.end - sentence.start) * letters(piece) / total
        yield HeardSentence(piece, at, end)
        at = end


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
