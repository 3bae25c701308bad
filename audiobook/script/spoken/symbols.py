"""Signs that stand for a word (& @ # § ™ +), and those that are not said."""

from __future__ import annotations

import re
import unicodedata

from audiobook.ipa import CLOSE, OPEN

_FOOTNOTE = re.compile(
    r"\[\d{1,3}\]|(?<=[^\W\d]{2})[¹²³⁰⁴-⁹]+|(?<=\w)[†‡]|(?<=[.,;:!?”’\"'])[¹²³⁰⁴-⁹†‡]+|(?<=[^\W\d_])\*{1,2}(?=\s|$)(?<!\S\*\*)"
)
_EMOTICON = re.compile(
    r"(?<!\w)(?:[:;][-^']?[)(DPp3\\|oO*/](?!\w)|<3+(?!\w)|[xX]D(?!\w)|\^_?\^|¯\\_\(ツ\)_/¯)"
)
_NOTE = re.compile(r"[\[†‡*¹²³⁰⁴-⁹]")
_EYES = re.compile(r"[:;][-^')(DPp3\\|oO*/]|<3|[xX]D|\^|¯")
_NOT_PLAIN = re.compile(r"[^\w\s!-~—–’‘“”…]")
_HASHTAG = re.compile(r"(?<!\w)#(?=[^\W\d_])")
_SECTIONS = re.compile(r"(§§?|¶)\s?(?=\w)")
_OR = re.compile(r"\b(and|he|she|his|her|him|hers|s)/(or|she|he|her|his|them|they)\b", re.IGNORECASE)
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_AMPERSAND = re.compile(r"(?<=[^\W\d_])\s?&\s?(?=\w)|(?<=\s)&(?=\s)|(?<=[\d.])\s?&\s?(?=\w)")
_COMPANY = re.compile(r"(?<!\w)([A-Z]{1,3})&([A-Z]{1,3})(?!\w)")
_SHARP = re.compile(r"\b([A-G])(#|♯|♭)(?!\w)")
_PLUSES = re.compile(r"(?<=\b[A-Z])\+\+(?!\w)")
_CENSORED = re.compile(r"(?<=[^\W\d_])\*+(?=[^\W\d_])|(?<=\b[^\W\d_])\*{2,}")
_AT = re.compile(r"(?<=\s)@(?=\s|\d)|(?<=\w)\s@\s(?=\w)")
_HANDLE = re.compile(r"(?<!\S)@(?=[A-Za-z_])")
_SILENT = dict.fromkeys(map(ord, "™®℠¶§†‡¤•·▪●○◦■□◆◇►▶◄◀"), " ")
_WORDS = {"©": " copyright ", "→": " to ", "∞": " infinity ", "√": " root of ", "µ": " micro"}
_PLUS = re.compile(r"(?<=\w)\s\+\s(?=\w)")
_EQUALS = re.compile(r"(?<=\w)\s?=\s?(?=\w)")
_FACES = re.compile("[👋-👐💪💓-💞❤😀-🙏🤐-🤗🤘-🤯🥰-🥺]")
_NEEDLESS = re.compile(r"\b(?:sign|symbol|heavy|black|white)\b ?", re.IGNORECASE)


def without_pictures(text: str) -> str:
    """Soft hyphens, joiners and private characters gone, pictures replaced by a space."""
    if text.isascii():
        return text
    return _NOT_PLAIN.sub(_pictured, text.replace(OPEN, " ").replace(CLOSE, " "))


def without_notes(text: str) -> str:
    """Footnote marks and emoticons gone."""
    if _NOTE.search(text):
        text = _FOOTNOTE.sub("", text)
    return _EMOTICON.sub(" ", text) if _EYES.search(text) else text


def names(text: str) -> str:
    """The names of the faces, hands and hearts of a text that holds nothing else to say."""
    found = dict.fromkeys(_FACES.findall(text))
    return ", ".join(_NEEDLESS.sub("", unicodedata.name(face)).strip().capitalize() for face in found)


def said(text: str) -> str:
    """Signs of an English text as the words that they stand for."""
    if text.isascii() and not any(sign in text for sign in "#&@/+=*"):
        return text
    text = _CENSORED.sub(" ", text)
    if "#" in text or not text.isascii():
        text = _HASHTAG.sub("hashtag ", _SHARP.sub(_note, text))
        text = _SECTIONS.sub(lambda m: {"§": "section ", "§§": "sections ", "¶": "paragraph "}[m[1]], text)
    if "/" in text:
        text = _SLASH.sub(" ", _OR.sub(_either, text))
    if "&" in text:
        text = _COMPANY.sub(lambda m: f"{' '.join(m[1])} and {' '.join(m[2])}", text)
        text = _AMPERSAND.sub(" and ", text)
    if "@" in text:
        text = _HANDLE.sub("at ", _AT.sub(" at ", text))
    if "+" in text or "=" in text:
        text = _EQUALS.sub(" equals ", _PLUS.sub(" plus ", _PLUSES.sub(" plus plus", text)))
    for sign, word in _WORDS.items():
        text = text.replace(sign, word)
    return text.translate(_SILENT)


def _note(match: re.Match[str]) -> str:
    return f"{match[1]} {'flat' if match[2] == '♭' else 'sharp'}"


def _either(match: re.Match[str]) -> str:
    return f"{match[1]}{' ' if match[1].lower() == 'and' else ' or '}{match[2]}"


def _pictured(match: re.Match[str]) -> str:
    category = unicodedata.category(match[0])
    if category == "Cf":
        return ""
    if category == "Co":
        return match[0]
    if category == "So" and not match[0].isalnum() and match[0] not in "°©®™№℃℉":
        return " "
    return match[0]
