from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.cast.voicesfile import VoicesFile
from audiobook.errors import BadInput

WHOLE = """\
# mine
[defaults]
engine = "pyttsx3"
rate = 165            # words a minute

[narrator]
voice = "en-gb"

[characters.Ada]
voice = "en-us+f2"
pitch = -1.5
aliases = [
  "Miss Vane",        # the teacher says so
  "A."
]

[characters]
"Mr. Lisle" = { voice = "en-us+m3", gain = 2 }
Tom.voice = "en-us"

[delivery.whispering]
gain = -6
rate = 0.9
"""


def read(text: str) -> VoicesFile:
    return VoicesFile.parse(text, Path("voices.toml"))


def places(text: str) -> dict[str, str]:
    return {".".join(key): setting.place for key, setting in read(text).settings.items()}


def test_every_way_of_writing_is_read_with_its_line() -> None:
    # [characters] after [characters.Ada] is good TOML
    assert places(WHOLE) == {
        "defaults.engine": "voices.toml, line 3",
        "defaults.rate": "voices.toml, line 4",
        "narrator.voice": "voices.toml, line 7",
        "characters.Ada.voice": "voices.toml, line 10",
        "characters.Ada.pitch": "voices.toml, line 11",
        "characters.Ada.aliases": "voices.toml, line 12",
        "characters.Mr. Lisle.voice": "voices.toml, line 18",
        "characters.Mr. Lisle.gain": "voices.toml, line 18",
        "characters.Tom.voice": "voices.toml, line 19",
        "delivery.whispering.gain": "voices.toml, line 22",
        "delivery.whispering.rate": "voices.toml, line 23",
    }
    assert read(WHOLE).names == ("Ada", "Mr. Lisle", "Tom")


def test_line_ends_of_windows_change_nothing() -> None:
    assert places(WHOLE.replace("\n", "\r\n")) == places(WHOLE)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[narator]\n", 1, "Did you mean 'narrator'?"),
        ('\nvoice = "en"\n', 2, "unknown key 'voice'"),
        ('[narrator]\nvoise = "en"\n', 2, "Did you mean 'voice'?"),
        ('[characters.Ada]\n\nvoice = "en"\npich = 1\n', 4, "Did you mean 'pitch'?"),
        ("[characters.Ada]\nvoice = 3\n", 2, "voice is a word in quotes"),
        ('[characters.Ada]\nrate = "170"\n', 2, "without quotes"),
        ("[characters.Ada]\nrate = 1000\n", 2, "from 80 to 450"),
        ("[characters.Ada]\nrate = true\n", 2, "is a number"),
        ("[characters.Ada]\npitch = nan\n", 2, "from -12 to 12"),
        ("[characters.Ada]\ngain = 40\n", 2, "from -24 to 24 (dB)"),
        ('[characters.Ada]\ngender = "femal"\n', 2, 'gender = "female"'),
        ('[characters.Ada]\naliases = "Miss Vane"\n', 2, "a list of names"),
        ("[characters.Ada]\naliases = [3]\n", 2, "a list of names"),
        ("[characters.Mr.Lisle]\nrate = 100\n", 1, 'in quotes: [characters."Mr.Lisle"]'),
        ('[characters]\nAda = "en-us"\n', 2, "Write [characters.Ada]"),
        ("[characters.narrator]\nrate = 100\n", 1, "Write [narrator]"),
        ("[characters.Ada]\n[characters.ADA]\n", 2, "a name of both 'Ada' and 'ADA'"),
        ('[characters.Ada]\naliases = ["Bo"]\n[characters.Bo]\n', 3, "a name of both 'Ada' and 'Bo'"),
        ("[delivery.whispering]\nrate = 170\n", 2, "a factor"),
        ("[delivery.whispering]\nvoice = 1\n", 2, "There are: rate, pitch, gain"),
        ("[delivery.wispering]\ngain = -3\n", 1, "Did you mean [delivery.whispering]?"),
        ("defaults = 3\n", 1, "is a table"),
        ("[narrator\n", 1, "goes in quotes"),
        ("[narrator]\nvoice = en-us\n", 2, "Text goes in quotes"),
        ('[narrator]\nvoice = "en-us"\nvoice = "en-gb"\n', 3, "Take one of the two away"),
        ("[narrator]\n[characters.Jo]\n[narrator]\n", 3, "Take one of the two away"),
        ("[characters.Mr. Lisle]\n", 1, '[characters."Mr. Lisle"]'),
        ("[narrator]\n\nhello there\n", 3, "hello there"),
        ("[narrator]\nrate = 1_00\nrate = 100\n", 3, "rate"),
        ('[narrator]\nvoice = "en\n', 2, "voice"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(text: str, line: int, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.place == f"voices.toml, line {line}"
    assert said in str(refused.value)
    assert refused.value.remedy


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        VoicesFile.read(tmp_path / "voices.toml")
    with pytest.raises(BadInput, match="cannot be read"):
        VoicesFile.read(tmp_path)
    (tmp_path / "voices.toml").write_bytes(b"[narrator]\n# caf\xe9\n")
    with pytest.raises(BadInput, match="line 2: this is not UTF-8"):
        VoicesFile.read(tmp_path / "voices.toml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "voices.toml").write_bytes(b"\xef\xbb\xbf[narrator]\nrate = 150\n")
    assert VoicesFile.read(tmp_path / "voices.toml").settings["narrator", "rate"].value == 150


@given(st.text(alphabet="abc[]{}=.\"'#\\\n\r\t 1-", max_size=80))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        file = read(text)
    except BadInput as refused:
        assert refused.place  # noqa: PT017
    else:
        assert all(", line " in setting.place for setting in file.settings.values())
