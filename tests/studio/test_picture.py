"""The picture of a chapter shows who speaks when."""

from pathlib import Path

import pytest
from PIL import Image, ImageColor
from small_books import chapter, produce, story, two_chapters

from audiobook.studio import check, save_picture
from audiobook.studio.cues import cues_of
from audiobook.studio.picture import COLOURS, LEFT, NARRATOR_COLOUR, PIXELS_A_SECOND, ROW_SECONDS, draw


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    produce(two_chapters(), tmp_path)
    return tmp_path


def test_each_line_has_its_speakers_colour(folder: Path) -> None:
    checked = check(folder)[0]
    assert checked.path is not None
    assert checked.sound is not None
    picture = draw(checked.path, checked.sound)
    for cue in cues_of(checked.path):
        colour = NARRATOR_COLOUR if cue.speaker == "narrator" else None
        x = LEFT + round((cue.start + cue.end) / 2 * PIXELS_A_SECOND)
        column = {picture.getpixel((x, y)) for y in range(120, picture.height)}
        inked = {name for name in (NARRATOR_COLOUR, *COLOURS) if ImageColor.getrgb(name) in column}
        assert len(inked) == 1
        assert (inked == {NARRATOR_COLOUR}) == (colour is not None)


def test_a_file_for_each_chapter_and_a_row_for_each_minute(tmp_path: Path) -> None:
    produce(
        story(chapter("A short one."), chapter(*["A sentence that takes a while to say. " * 3] * 12)),
        tmp_path,
    )
    short, long = (save_picture(one.path, one.sound) for one in check(tmp_path) if one.path and one.sound)
    assert short.parent == tmp_path / "pictures"
    heights = [Image.open(place).height for place in (short, long)]
    minutes = next(one.sound.seconds for one in check(tmp_path)[1:] if one.sound) // ROW_SECONDS
    assert minutes >= 1
    assert heights[1] - heights[0] == pytest.approx(106 * minutes)
