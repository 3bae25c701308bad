"""The table in docs/spoken.md says what really happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobook.script.spoken import spoken

TABLE = Path(__file__).parents[3] / "docs" / "spoken.md"


def rows() -> list[tuple[str, str]]:
    found = re.findall(r"^\| (.*?) \| (.*?) \|$", TABLE.read_text("utf-8"), re.MULTILINE)
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
