"""The table in docs/spoken.md says what really happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobook.script.spoken import spoken

TABLE = Path(__file__).parents[3] / "docs" / "spoken.md"


def rows() -> list[tuple[str, str]]:
    found = re.findall(r"^\| ([^|]*) \| ([^|]*) \|$", TABLE.read_text("utf-8"), re.MULTILINE)
    pairs = []
    for written, said in found:
        left, right = written.replace("\\", "").split(" · "), said.split(" · ")
        if left != ["written"]:
            assert len(left) == len(right), written
            pairs += zip(left, right, strict=True)
    return pairs


@pytest.mark.parametrize(("written", "said"), rows())
def test_the_table_tells_the_truth(written: str, said: str) -> None:
    said = "" if said == "(nothing)" else said
    written = written.removeprefix("a line that holds only ").removeprefix("a picture ")
    assert spoken(written).removesuffix(".") == said.removesuffix(".")


def both() -> list[tuple[str, str, str]]:
    found = re.findall(r"^\| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", TABLE.read_text("utf-8"), re.MULTILINE)
    cells = [[cell.split(" · ") for cell in row] for row in found if row[0] != "written"]
    return [each for row in cells for each in zip(*row, strict=True)]


@pytest.mark.parametrize(("written", "american", "british"), both())
def test_so_does_the_table_of_british_and_american(written: str, american: str, british: str) -> None:
    assert (spoken(written, "en-US"), spoken(written, "en-GB")) == (american, british)
