"""Whatever is wrong with a story's file, the message names the file and the remedy."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobook.errors import BadInput
from audiobook.manuscript import read, read_text

MakeEpub = Callable[..., Path]


def refusal(source: Path | str) -> BadInput:
    """What `read` says, checked to be one or two lines with the place and a remedy."""
    with pytest.raises(BadInput) as error:
        read(source)
    assert error.value.exit_status == 2
    assert error.value.place
    assert error.value.remedy
    assert str(source) == "-" or Path(source).name in str(error.value)
    assert len(str(error.value).splitlines()) == 2
    return error.value


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "lamp-room.txt").write_text("The lamp went out.")
    assert "no such file" in refusal(tmp_path / "lamproom.txt").problem
    assert "lamp-room.txt" in str(refusal(tmp_path / "lamproom.txt").remedy)
    assert "spelling" in str(refusal(tmp_path / "none" / "at-all.txt").remedy)


def test_a_folder_names_the_story_in_it(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).problem
    (tmp_path / "lamp.txt").write_text("The lamp went out.")
    assert "lamp.txt" in str(refusal(tmp_path).remedy)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind here")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "lamp.txt"
    path.write_text("The lamp went out.")
    path.chmod(0)
    assert "cannot be read" in refusal(path).problem


def test_a_name_that_no_system_takes() -> None:
    with pytest.raises(BadInput):
        read("lamp\0.txt")
    with pytest.raises(BadInput):
        read("x" * 5000 + ".txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xff\xfe", "\u200b\n".encode()])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "lamp.txt"
    path.write_bytes(data)
    assert refusal(path).problem in ("the file is empty", "there are no words in it")


@pytest.mark.parametrize(
    "text",
    [
        "***\n\n---\n\n…!?",
        "\x07\x07",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***",
        "MARA:\nTOM:\n",
    ],
)
def test_a_file_without_words(text: str) -> None:
    with pytest.raises(BadInput, match="no words"):
        read_text(text)


@pytest.mark.parametrize("name", ["lamp.txt", "lamp.md", "lamp.fountain", "lamp.html"])
def test_a_binary_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(range(256)) * 20)
    assert "binary" in refusal(path).problem
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert "picture" in refusal(path).problem


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("lamp.docx", "Save it again as .docx"),
        ("lamp.DOCX", "Save it again as .docx"),
        ("lamp.rtf", "Save it as .docx or plain text"),
        ("lamp.odt", "Save it as .docx or plain text"),
        ("lamp.pdf", "ebook-convert lamp.pdf lamp.epub"),
        ("lamp.mobi", "ebook-convert lamp.mobi lamp.epub"),
        ("lamp.azw3", "ebook-convert"),
        ("lamp.xyz", ".txt, .md, .fountain, .epub, .docx, .html"),
        ("lamp", ".txt, .md, .fountain, .epub, .docx, .html"),
    ],
)
def test_other_formats(tmp_path: Path, name: str, remedy: str) -> None:
    path = tmp_path / name
    path.write_text("The lamp went out.")
    assert remedy in str(refusal(path).remedy)


def test_a_line_of_fifty_million_characters(tmp_path: Path) -> None:
    path = tmp_path / "lamp.txt"
    path.write_text("The lamp went out.\n\n" + "lamp " * 10_000_000)
    error = refusal(path)
    assert error.place == f"{path}, line 3"
    assert "50 million" in error.problem


def test_a_paragraph_of_many_lines_is_refused_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobook.manuscript.chapters.LONGEST_PARAGRAPH", 20_000)
    with pytest.raises(BadInput, match="paragraph"):
        read_text("the lamp went out and then the stairs went dark too, and\n" * 600)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 150_000,
        "* " * 90_000 + "x",
        "[" * 150_000,
        "(" * 150_000 + "x",
        "[Footnote " * 15_000,
        "<!--" * 30_000 + "x",
        "/*" * 90_000 + "x",
        "_" * 150_000 + "x",
        "a-\n" * 15_000,
        " " * 150_000 + "x",
        "I" * 150_000,
        ("x" * 70 + "\n") * 2_000,
        "A: b\n" * 6_000,
        "\n".join(str(n) + "\n" for n in range(6_000)),
        "#" * 150_000,
        "\\" * 30_000 + "x",
        "> " * 1_000 + "x",
        "\u00ad" * 90_000 + "x",
        "![" * 40_000 + "x",
        "chapter " * 6_000,
    ],
    ids=lambda text: repr(text[:6]),
)
@pytest.mark.parametrize("place", ["x.txt", "x.md", "x.fountain"])
def test_hostile_texts_end_in_a_manuscript_or_a_message(text: str, place: str) -> None:
    with contextlib.suppress(BadInput):
        assert read_text(text, place).chapters


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch, make_epub: MakeEpub) -> None:
    standard_input(monkeypatch, "“Zoë”\r\n".encode("utf-16"))
    assert read("-").chapters[0].paragraphs[0].text == "“Zoë”"
    standard_input(monkeypatch, make_epub({"a.xhtml": "<p>From a book.</p>"}).read_bytes())
    assert read("-").chapters[0].paragraphs[0].text == "From a book."
    standard_input(monkeypatch, b"<!DOCTYPE html><html><body><p>From a page.</p></body></html>")
    assert read("-").chapters[0].paragraphs[0].text == "From a page."
    standard_input(monkeypatch, b"INT. TOWER - NIGHT\n\nMARA\nNot again.\n\nTOM\nNo.\n")
    assert read("-").chapters[0].paragraphs[1].cue == "Mara"
    standard_input(monkeypatch, b"")
    assert refusal("-").place == "standard input"
    standard_input(monkeypatch, b"%PDF-1.7")
    assert "PDF" in refusal("-").problem


# --- EPUB ----------------------------------------------------------------------------------------

PAGES = {"a.xhtml": "<h1>One</h1><p>The lamp went out.</p>"}


def test_a_file_that_is_no_epub(tmp_path: Path) -> None:
    path = tmp_path / "lamp.epub"
    for data in (b"The lamp went out.", b"PK\x03\x04 and nothing", b"\xd0\xcf\x11\xe0" + bytes(600)):
        path.write_bytes(data)
        assert "not an EPUB" in refusal(path).problem
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "not an EPUB" in refusal(path).problem


def test_a_truncated_or_altered_epub(make_epub: MakeEpub) -> None:
    path = make_epub({"a.xhtml": "<p>" + "The lamp went out again. " * 900 + "</p>"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert "damaged" in refusal(path).problem
    at = data.index(b"OPS/a.xhtml") + 30
    path.write_bytes(data[:at] + bytes(b ^ 0xFF for b in data[at : at + 40]) + data[at + 40 :])
    assert "damaged" in refusal(path).problem


def test_missing_parts(make_epub: MakeEpub, tmp_path: Path) -> None:
    path = make_epub(PAGES, items='<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>')
    assert read(path).chapters  # listed, but not in the reading order
    whole = zipfile.ZipFile(path)
    for missing, problem in (("OPS/a.xhtml", "missing"), ("OPS/package.opf", "missing")):
        part = tmp_path / "part.epub"
        with zipfile.ZipFile(part, "w") as archive:
            for name in whole.namelist():
                if name != missing:
                    archive.writestr(name, whole.read(name))
        assert problem in refusal(part).problem


def test_no_pages_or_no_words(make_epub: MakeEpub) -> None:
    assert "no pages" in refusal(make_epub({})).problem
    assert "no words" in refusal(make_epub({"a.xhtml": "<p>***</p>"})).problem


def test_zip_bombs(make_epub: MakeEpub) -> None:
    path = make_epub(PAGES, files={"OPS/bomb.xhtml": b" " * (64 << 20)})
    assert "unpack" in refusal(path).problem
    path = make_epub(PAGES, files={f"OPS/{i}.txt": b"" for i in range(20_001)})
    assert "unpack" in refusal(path).problem


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "OPS/../../x", "C:\\windows\\x", "..\\x"]
)
def test_files_that_point_outside(make_epub: MakeEpub, name: str) -> None:
    assert "outside" in refusal(make_epub(PAGES, files={name: "x"})).problem


def test_references_that_point_outside(make_epub: MakeEpub) -> None:
    item = '<item id="x" href="../../../etc/passwd" media-type="application/xhtml+xml"/>'
    assert "outside" in refusal(make_epub(PAGES, items=item)).problem
    container = '<container><rootfiles><rootfile full-path="../../etc/passwd"/></rootfiles></container>'
    assert "outside" in refusal(make_epub(PAGES, files={"META-INF/container.xml": container})).problem


@pytest.mark.parametrize(
    "name", ["OPS/a.xhtml", "OPS/package.opf", "META-INF/container.xml", "OPS/nav.xhtml"]
)
def test_entities_are_refused(make_epub: MakeEpub, name: str) -> None:
    hostile = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>'
    path = make_epub(PAGES, {"a.xhtml": "One"}, files={name: hostile})
    assert "entities" in refusal(path).problem


def test_locked_books(make_epub: MakeEpub) -> None:
    lock = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
    name = "META-INF/encryption.xml"
    aes = lock.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    assert "DRM" in refusal(make_epub(PAGES, files={name: aes})).problem
    fonts = lock.format("http://www.idpf.org/2008/embedding")
    assert read(make_epub(PAGES, files={name: fonts})).chapters


def test_deeply_nested_and_broken_markup(make_epub: MakeEpub) -> None:
    for body in (
        "<div>" * 5000 + "The lamp." + "</div>" * 5000,
        "<i>" * 3000 + "The lamp.",
        "</p>" * 500 + "The lamp.",
    ):
        assert read(make_epub({"a.xhtml": body})).chapters[0].paragraphs[0].text.strip("*") == "The lamp."
