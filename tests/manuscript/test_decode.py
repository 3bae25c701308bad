"""Every encoding that stories come in is read as it was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.errors import BadInput
from audiobook.manuscript import read, read_text_source
from audiobook.manuscript.decode import decode

STORY = (
    "“Not again,” said Zoë — she’d had enough… The café’s lamp was dead.\r\n\r\n‘Don’t move,’ said Tom.\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(STORY.encode(encoding), "story.txt") == STORY


def test_a_byte_order_mark_stays_so_that_offsets_agree_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.encode("utf-8-sig"))
    assert read_text_source(path) == "\ufeff" + STORY
    manuscript = read(path)
    assert manuscript.left_out[0].why == "invisible character"
    assert manuscript.chapters[0].paragraphs[0].text.startswith("“Not again,”")


def test_newlines_are_untouched() -> None:
    text = "One.\rTwo.\nThree.\r\nFour.\u2028Five."
    assert decode(text.encode(), "x") == text


@pytest.mark.parametrize(
    "text",
    [
        "“Hm,” he said.",
        "It’s late – very late.",
        "“Où est Zoë?” – “Là-bas…”",
        "Der Bär fraß süße Äpfel. Über Öl sprach er nie.",
        "El niño comió piñas; ¿dónde está el señor?",
        "She paid £5 for the naïve façade at 20°.",
        "L’ÉTÉ À LA PLAGE",
        "Don’t.",
        "caf\xe9",
        "€ 5",
        "And then—nothing.",
        "“Ça va?”",
    ],
)
def test_short_windows_1252_texts_are_never_garbled(text: str) -> None:
    assert decode(text.encode("cp1252"), "x") == text


def test_other_encodings_are_guessed() -> None:
    russian = (
        "Лампа погасла в десятом часу. Она сидела в темноте и слушала, как кто-то идёт по лестнице. " * 3
    )
    assert decode(russian.encode("cp1251"), "x") == russian
    japanese = (
        "ランプが消えたのは九時過ぎだった。彼女は暗闇の中で座り、誰かが階段を上ってくる音を聞いていた。" * 3
    )
    assert decode(japanese.encode("shift_jis"), "x") == japanese
    assert decode(russian.encode("utf-16-le"), "x") == russian


def test_old_macintosh_quotes_are_read_as_such() -> None:
    text = "“Don’t,” she said. “It’s the café’s. They’ve gone and he’s not back.” " * 4
    assert decode(text.encode("mac_roman"), "x") == text


def test_a_few_broken_bytes_do_not_turn_utf8_into_gibberish() -> None:
    data = "“Where’s Zoë?” she said — “gone…” ".encode() * 3 + b"Caf\xe9 \x93quoted\x94."
    assert decode(data, "x").endswith("Café “quoted”.")
    assert "“Where’s Zoë?”" in decode(data, "x")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 and so on",
        b"PK\x03\x04" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"text\x00\x00\x00with\x00zeros\x01\x02\x03\x04" * 20,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as error:
        decode(data, "story.txt")
    assert error.value.place == "story.txt"
    assert error.value.remedy
