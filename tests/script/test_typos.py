"""Slips in tags are noticed, and different people are left alone."""

from __future__ import annotations

import pytest

from audiobook.script.textform import read_text
from audiobook.script.typos import likely_typos

SCRIPT = "Title: T\n\n" + "[Mara] Yes.\n\n[Guard 1] Yes.\n\n[Tom] No.\n\n" * 4


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("Marra", "Mara"),
        ("mara", "Mara"),
        ("Mara whispering", "Mara, whispering"),
        ("narator", "narrator"),
        ("Narrator whispering", "Narrator, whispering"),
        ("Tim", None),
        ("Guard 2", None),
        ("Old Mara", None),
        ("Nora", None),
    ],
)
def test_slips(tag: str, meant: str | None) -> None:
    typos = likely_typos(read_text(f"{SCRIPT}[{tag}] Perhaps.\n"))
    assert [(typo.tag, typo.meant, typo.text) for typo in typos] == (
        [(tag, meant, "Perhaps.")] if meant else []
    )
