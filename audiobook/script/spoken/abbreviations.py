"""Abbreviations written out: titles, streets and saints, No. 5, etc., and initials with full stops."""

from __future__ import annotations

import re

from audiobook.script.people.lexicon import NEVER_NAMES
from audiobook.script.spoken.patterns import any_of

_TITLES = {
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Dr": "Doctor", "Drs": "Doctors", "Prof": "Professor",
    "Rev": "Reverend", "Revd": "Reverend", "Hon": "Honorable", "Capt": "Captain", "Cpt": "Captain",
    "Col": "Colonel", "Gen": "General", "Lt": "Lieutenant", "Lieut": "Lieutenant", "Sgt": "Sergeant",
    "Sergt": "Sergeant", "Maj": "Major", "Cpl": "Corporal", "Pvt": "Private", "Cmdr": "Commander",
    "Cdr": "Commander", "Adm": "Admiral", "Gov": "Governor", "Sen": "Senator", "Rep": "Representative",
    "Pres": "President", "Supt": "Superintendent", "Insp": "Inspector", "Det": "Detective", "Fr": "Father",
    "Bp": "Bishop", "Messrs": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames", "Mlle": "Mademoiselle",
    "Sr": "Sister", "Br": "Brother", "St": "Saint", "Ste": "Sainte", "Mt": "Mount", "Ft": "Fort",
    "Pt": "Point",
}  # fmt: skip
"""Before a name."""
_STOPLESS = frozenset("Mr Mrs Ms Dr Prof Mme Mlle Messrs St Capt Lt Sgt Col Revd Mt".split())
"""Those that the British write without a full stop."""
_WAYS = {
    "St": "Street", "Dr": "Drive", "Ave": "Avenue", "Av": "Avenue", "Blvd": "Boulevard", "Rd": "Road",
    "Ln": "Lane", "Ct": "Court", "Sq": "Square", "Pl": "Place", "Hwy": "Highway", "Pkwy": "Parkway",
    "Terr": "Terrace", "Cres": "Crescent", "Bros": "Brothers", "Co": "Company", "Corp": "Corporation",
    "Inc": "Incorporated", "Ltd": "Limited", "Jr": "Junior", "Jnr": "Junior", "Sr": "Senior",
    "Snr": "Senior", "Esq": "Esquire", "Mfg": "Manufacturing", "Univ": "University", "Dept": "Department",
}  # fmt: skip
"""After a name."""
_ANYWHERE = {
    "vs.": "versus", "v.": "versus", "etc.": "et cetera", "&c.": "et cetera", "e.g.": "for example",
    "i.e.": "that is", "viz.": "namely", "cf.": "compare", "et al.": "and others",
    "approx.": "approximately", "dept.": "department", "govt.": "government", "apt.": "apartment",
    "ave.": "avenue", "incl.": "including", "misc.": "miscellaneous", "a.k.a.": "also known as",
    "aka": "also known as", "c/o": "care of", "w/o": "without", "w/": "with", "b/c": "because",
    "n.b.": "note well", "q.v.": "which see", "ibid.": "ibidem", "assn.": "association",
    "hon.": "honorable", "asst.": "assistant", "betw.": "between", "ext.": "extension", "tel.": "telephone",
}  # fmt: skip
_STOPS_A_SENTENCE = frozenset({"etc.", "&c.", "et al.", "ave.", "apt.", "a.k.a."})
_NUMBERED = {
    "no": "number", "nos": "numbers", "vol": "volume", "vols": "volumes", "ch": "chapter",
    "chap": "chapter", "fig": "figure", "figs": "figures", "p": "page", "pp": "pages", "sec": "section",
    "art": "article", "ed": "edition", "ca": "circa", "para": "paragraph", "pt": "part", "ex": "exhibit",
    "ext": "extension", "op": "opus", "bk": "book", "rm": "room", "apt": "apartment",
}  # fmt: skip

_BEFORE_NAME = re.compile(
    rf"(?<![\w.&])({any_of(_TITLES)})(\.?)"
    r"(?=[ ](?:(?:and|&)[ ](?:Mrs|Mr|Dr|Ms)\b|[“‘\"']?(?-i:[^\W\d_a-z]|[\ue000-\uf8ff])))"
)
_AFTER_NAME = re.compile(rf"(?<=[\w,’'] )({any_of(_WAYS)})(\.|(?=[,;:!?”’)\"]|\s*$))(?!\w)")
_BEFORE_NUMBER = re.compile(rf"(?<![\w.])({any_of(_NUMBERED)})(\.\s?)(?=[\d#])", re.I)
_NUMERO = re.compile(r"№\s?(?=\d)|\b[Nn][º°]\s?(?=\d)|\bNo(?=\s\d)|(?<![\w&])#\s?(?=\d)")
_FIGURE = re.compile(r"[\d#]")
_WORDS = re.compile(
    r"(?<![\w.])(?:" + any_of(_ANYWHERE) + r")(?!\w)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.){2,}(?:[^\W\d_a-z](?![\w’']))?")
_DEGREES = re.compile(r"\b(?:Ph\.\s?D|Ph\.?D|M\.\s?D|D\.\s?Phil)\.?(?!\w)")
_SENTENCE_OPENER = re.compile(r"[\"'”’)» ]*\s[\"'“‘(]*([^\W\d_a-z]\w*)|[\"'”’)» ]*$")


def said(text: str) -> str:
    """The abbreviations of an English text in full."""
    if _FIGURE.search(text):
        text = _NUMERO.sub(lambda m: "Number " if m[0][0] == "N" else "number ", text)
        text = _BEFORE_NUMBER.sub(_numbered, text)
    text = _AFTER_NAME.sub(_after_name, text)
    text = _BEFORE_NAME.sub(_before_name, text)
    if "D" in text:
        text = _DEGREES.sub(
            lambda m: "D Phil" if "l" in m[0] else " ".join(re.sub(r"\W", "", m[0]).upper()), text
        )
    text = _WORDS.sub(_anywhere, text)
    return _INITIALS.sub(_initials, text) if text.count(".") > 1 else text


def _numbered(match: re.Match[str]) -> str:
    word = match[1]
    if word == "No" and not match[2].strip():
        return match[0]
    if word.lower() in ("p", "ed", "art", "ex", "pt") and word[0].isupper():
        return match[0]
    full = _NUMBERED[word.lower()]
    return f"{full.capitalize() if word[0].isupper() else full} "


def _after_name(match: re.Match[str]) -> str:
    """Street, Drive, Junior: behind a name, and not before another."""
    word, stop = match[1], match[2]
    text = match.string
    before = re.search(r"(\S+),? $", text[max(match.start() - 30, 0) : match.start()])
    if before is None or not (before[1][:1].isupper() or before[1][:1].isdigit() or before[1] == "&"):
        return match[0]
    if word in _TITLES and before[1].rstrip(".,") in {
        "The",
        "And",
        "But",
        "In",
        "At",
        "To",
        "From",
        "A",
        *_TITLES,
    }:
        return match[0]
    if word in _TITLES and before[1] in _TITLES.values():
        return match[0]
    opener = _SENTENCE_OPENER.match(text, match.end())
    if word in _TITLES:
        named = re.match(r"\s(?:[A-Z][^\W\d_]+)", text[match.end() :])
        if named and named[0].strip().lower() not in NEVER_NAMES:
            return match[0]
        if word in ("St", "Dr") and not stop and named:
            return match[0]
    return _WAYS[word] + (_stop(opener) if stop else "")


def _before_name(match: re.Match[str]) -> str:
    word, stop = match.groups()
    if not stop and word not in _STOPLESS:
        return match[0]
    return _TITLES[word]


def _anywhere(match: re.Match[str]) -> str:
    written = match[0]
    small = written.lower()
    if small == "v." and not re.match(r"\s[A-Z]", match.string[match.end() : match.end() + 2]):
        return written
    if small in ("v.", "hon.", "tel.", "ext.", "apt.", "ave.") and written[0].isupper():
        return written
    words = _ANYWHERE[small]
    if written[0].isupper():
        words = words[0].upper() + words[1:]
    if small in _STOPS_A_SENTENCE:
        words += _stop(_SENTENCE_OPENER.match(match.string, match.end()))
    return words


def _initials(match: re.Match[str]) -> str:
    """F.B.I. is spelled, with a space between the letters; a sentence may end with it."""
    letters = [letter for letter in match[0] if letter.isalpha()]
    if letters == ["O", "K"]:
        letters = ["OK"]
    stop = ""
    if match[0].endswith("."):
        stop = _stop(_SENTENCE_OPENER.match(match.string, match.end()))
    return " ".join(letters) + stop


def _stop(opener: re.Match[str] | None) -> str:
    """The full stop that ends the sentence as well: where nothing follows, or a word that opens sentences."""
    if opener is None:
        return ""
    word = opener[1]
    return "." if word is None or (word != "I" and word.lower() in NEVER_NAMES) or word == "I" else ""
