from pathlib import Path

import pytest
from hearing import RATE, decoded, level
from small_books import CAST, as_written, line

from audiobook import studio
from audiobook.errors import BadInput, JobFailed
from audiobook.studio.cover import draw_cover
from audiobook.studio.tags import mime_of

LINES = [line('"Higher, higher!"', 7, "Ada", chapter=2), line('"It holds."', 3, "Ada")]


@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".opus", ".flac"])
def test_a_few_lines_make_one_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ada{suffix}"
    seconds = studio.preview(LINES, CAST, path, spoken=as_written)
    sound = decoded(path)
    assert len(sound) / RATE == pytest.approx(seconds, abs=0.1)
    assert level(sound) == pytest.approx(-21, abs=3)


def test_what_cannot_be_previewed_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="format"):
        studio.preview(LINES, CAST, tmp_path / "ada.txt", spoken=as_written)
    with pytest.raises(BadInput, match="nothing to say"):
        studio.preview([line("…", 0)], CAST, tmp_path / "ada.mp3", spoken=as_written)
    with pytest.raises(JobFailed, match="silence"):
        studio.preview([line("SILENT night", 0)], CAST, tmp_path / "ada.mp3", spoken=as_written)
    assert list(tmp_path.glob("ada*")) == []


@pytest.mark.parametrize(
    ("title", "author"),
    [("The Kite", "R. Vane"), ("", ""), ("A" * 300, "B" * 300), ("word " * 200, ""), ("凧", "Ω")],
)
def test_a_cover_is_drawn_for_every_title(title: str, author: str) -> None:
    picture = draw_cover(title, author)
    assert mime_of(picture) == "image/jpeg"
    assert picture == draw_cover(title, author)
