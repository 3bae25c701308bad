"""Sums of money in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobook.script.spoken.numbers import DASH, NUMBER, cardinal, number
from audiobook.script.spoken.patterns import any_of


@dataclass(frozen=True, slots=True)
class Currency:
    """What a currency's coins are called."""

    one: str
    many: str
    cent: str = "cent"
    cents: str = "cents"


_DOLLAR = Currency("dollar", "dollars")
_POUND = Currency("pound", "pounds", "penny", "pence")
_CURRENCIES = {
    "$": _DOLLAR,
    "£": _POUND,
    "€": Currency("euro", "euros"),
    "¥": Currency("yen", "yen", "sen", "sen"),
    "₹": Currency("rupee", "rupees", "paisa", "paise"),
    "₽": Currency("ruble", "rubles", "kopeck", "kopecks"),
    "₩": Currency("won", "won", "jeon", "jeon"),
    "₪": Currency("shekel", "shekels", "agora", "agorot"),
    "₺": Currency("lira", "lira", "kurush", "kurush"),
    "₴": Currency("hryvnia", "hryvnias", "kopeck", "kopecks"),
    "₿": Currency("bitcoin", "bitcoins"),
    "US$": Currency("US dollar", "US dollars"),
    "A$": Currency("Australian dollar", "Australian dollars"),
    "C$": Currency("Canadian dollar", "Canadian dollars"),
    "NZ$": Currency("New Zealand dollar", "New Zealand dollars"),
    "HK$": Currency("Hong Kong dollar", "Hong Kong dollars"),
    "R$": Currency("real", "reals", "centavo", "centavos"),
    "USD": Currency("US dollar", "US dollars"),
    "EUR": Currency("euro", "euros"),
    "GBP": _POUND,
    "CHF": Currency("Swiss franc", "Swiss francs", "centime", "centimes"),
    "JPY": Currency("yen", "yen", "sen", "sen"),
}
_LETTERS = "|".join(code for code in _CURRENCIES if code.isalpha())
_SIGNS = any_of(_CURRENCIES)
_MAGNITUDE = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "b": "billion",
    "bn": "billion",
    "tn": "trillion",
}
_SCALE = r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion)\b|(?P<short>[kmb]n?|tn)\b)?"
_OLD = re.compile(
    r"£\s?(\d+),?\s(\d{1,2})s\.?(?:,?\s(\d{1,2})d\b\.?)?|(?<![\w.])(\d{1,2})s\.?,?\s(\d{1,2})d\b\.?"
)
_SUM = re.compile(
    rf"(?P<minus>[-−](?=\S))?(?<![A-Za-z])(?P<sign>{_SIGNS})\s?(?P<sum>{NUMBER})"
    rf"(?:(?:{DASH}|\s?to\s)(?:{_SIGNS})?(?P<upto>{NUMBER}))?{_SCALE}(?P<bound>-(?=[a-z]{2}))?(?![\d])",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?<![\w.,])(?P<sum>{NUMBER})(?:\s?(?P<sign>[€£$₽₹₺₴₪])|\s(?P<code>{_LETTERS})\b)(?!\d)"
)
_CENTS = re.compile(r"(?<![\w.,])(\d{1,2})\s?(?:¢|(p)\b(?!\.\s?\d))")


def said(text: str) -> str:
    """Every sum of money of an English text in words."""
    text = _OLD.sub(_shillings, text)
    text = _SUM.sub(_sum, text)
    text = _BEHIND.sub(lambda m: amount(m["sum"], _CURRENCIES[m["sign"] or m["code"]]), text)
    return _CENTS.sub(
        lambda m: _counted(m[1], "penny" if m[2] else "cent", "pence" if m[2] else "cents"), text
    )


def amount(figures: str, currency: Currency) -> str:
    """three dollars and fifty cents; ninety-nine pence; one pound."""
    whole, _, rest = figures.replace(",", "").partition(".")
    if len(rest) not in (0, 2):
        return f"{number(figures)} {currency.many}"
    coins = _counted(rest, currency.cent, currency.cents) if rest and int(rest) else ""
    if coins and not int(whole):
        return coins
    notes = _counted(whole, currency.one, currency.many)
    return f"{notes} and {coins}" if coins else notes


def _counted(figures: str, one: str, many: str) -> str:
    return f"{cardinal(int(figures))} {one if int(figures) == 1 else many}"


def _sum(match: re.Match[str]) -> str:
    currency = _CURRENCIES[match["sign"].upper()]
    text, start = match.string, match.start()
    scale = match["scale"] or _MAGNITUDE.get((match["short"] or "").lower(), "")
    minus = "minus " if match["minus"] else ""
    before = text[max(start - 1, 0) : start]
    glued = " " if before.isalnum() else ""
    single = re.search(r"\b(?:an?|one|the|this|that|his|her|my|your)\s$", text[max(start - 6, 0) : start])
    article = single is not None and single[0].strip() in ("a", "an")
    adjective = bool(match["bound"]) or (
        article and re.match(r"\s[a-z]", text[match.end() : match.end() + 2])
    )
    if match["upto"]:
        both = f"{number(match['sum'])} to {number(match['upto'])}"
        words = " ".join(filter(None, (both, scale, currency.many)))
    elif scale or adjective:
        coin = currency.one if adjective else currency.many
        words = " ".join(filter(None, (number(match["sum"]), scale, coin)))
    else:
        words = amount(match["sum"], currency)
    return f"{glued}{minus}{words}{' ' if match['bound'] else ''}"


def _shillings(match: re.Match[str]) -> str:
    """Pounds, shillings and pence: £5 10s. 6d."""
    pounds, shillings, pence = match[1], match[2] or match[4], match[3] or match[5]
    words = [_counted(pounds, "pound", "pounds")] if pounds else []
    words.append(_counted(shillings, "shilling", "shillings"))
    if pence:
        words.append(f"and {_counted(pence, 'penny', 'pence')}")
    return " ".join(words)
