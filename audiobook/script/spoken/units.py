"""Units of measure in words, after a number."""

from __future__ import annotations

import re

from audiobook.script.spoken.numbers import NUMBER
from audiobook.script.spoken.patterns import any_of

_UNITS = {
    "km": "kilometer", "m": "meter", "cm": "centimeter", "mm": "millimeter", "nm": "nanometer",
    "µm": "micrometer", "kg": "kilogram", "g": "gram", "mg": "milligram", "lb": "pound", "lbs": "pound",
    "oz": "ounce", "ft": "foot", "yd": "yard", "yds": "yard", "mi": "mile", "hr": "hour", "hrs": "hour",
    "min": "minute", "mins": "minute", "sec": "second", "secs": "second", "ms": "millisecond",
    "ml": "milliliter", "cl": "centiliter", "l": "liter", "L": "liter", "ha": "hectare",
    "cc": "cubic centimeter", "kB": "kilobyte", "KB": "kilobyte", "MB": "megabyte", "GB": "gigabyte",
    "TB": "terabyte", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz",
    "W": "watt", "kW": "kilowatt", "MW": "megawatt", "kWh": "kilowatt hour", "V": "volt", "kV": "kilovolt",
    "dB": "decibel", "hp": "horsepower", "rpm": "revolution per minute", "cal": "calorie",
    "kcal": "kilocalorie", "psi": "pound per square inch", "gal": "gallon", "pt": "pint", "qt": "quart",
    "mph": "mile per hour", "kph": "kilometer per hour", "km/h": "kilometer per hour",
    "kmh": "kilometer per hour", "m/s": "meter per second", "ft/s": "foot per second",
    "mpg": "mile per gallon", "fps": "frame per second", "sq ft": "square foot", "sq. ft.": "square foot",
    "sq m": "square meter", "sq km": "square kilometer", "m²": "square meter", "km²": "square kilometer",
    "cm²": "square centimeter", "ft²": "square foot", "m³": "cubic meter", "cm³": "cubic centimeter",
    "m2": "square meter", "km2": "square kilometer", "fl oz": "fluid ounce",
}  # fmt: skip
_LOOSE = frozenset(
    unit
    for unit in _UNITS
    if unit not in ("m", "g", "l", "L", "W", "V", "min", "sec", "pt", "mi", "cal", "gal")
)
"""Units that may stand a space away; the others could be something else."""
_SAME = frozenset({"hertz", "kilohertz", "megahertz", "gigahertz", "horsepower"})
_NAMES = any_of(_UNITS)
_MEASURE = re.compile(
    rf"(?<![\w.,$£€¥])(?P<number>{NUMBER}|[½¼¾])(?P<space>\s|-)?(?P<unit>{_NAMES})(?P<stop>\.(?=\s+[a-z,;])|\.(?=[,;)]))?(?![\w/²³])"
)
_HEIGHT = re.compile(
    r"(?<![\w.,])(\d{1,2})\s?(?:['’′]|ft\.?|feet)\s?(?:(\d{1,2})(½)?\s?(?:[\"”″]|''|in\b\.?)|(\d{1,2})(?![\w\"”″'’]))(?!\w)"
)
_PRIMES = re.compile(r"(?<![\w.,])(\d+)\s?(?:([′″])(?!\w)|['’](?=\s(?:tall|long|wide|high|deep|by)\b))")
_DEGREES = re.compile(
    rf"(?P<minus>(?<!\S)[-−])?(?<![\w.,])(?P<number>{NUMBER})\s?(?:°|º)(?:\s?(?P<scale>[CFKNSEW])\b)?|(?<=\d)\s?(?P<alone>℃|℉)"
)
_PERCENT = re.compile(r"(?<=[\d½¼¾])\s?%|(?<=[\d½¼¾])\s(?:per\scent\.|pct\.?)")
_PERMILLE = re.compile(r"(?<=\d)\s?‰")
_SCALES = {
    "C": " Celsius",
    "F": " Fahrenheit",
    "K": " Kelvin",
    "N": " north",
    "S": " south",
    "E": " east",
    "W": " west",
}


def said(text: str) -> str:
    """The units of an English text in full; the numbers stay as they are."""
    text = _HEIGHT.sub(_height, text)
    text = _PRIMES.sub(lambda m: f"{m[1]} {_counted('inch' if m[2] == '″' else 'foot', m[1] == '1')}", text)
    text = _DEGREES.sub(_degrees, text)
    text = _PERCENT.sub(" percent", text)
    text = _PERMILLE.sub(" per thousand", text)
    return _MEASURE.sub(_measure, text)


def _counted(unit: str, single: bool) -> str:
    """The unit's plural, the first word of it where it goes on with `per`."""
    if single or unit in _SAME:
        return unit
    head, per, tail = unit.partition(" per ")
    if head.endswith("foot"):
        head = head[:-4] + "feet"
    elif head.endswith("inch"):
        head += "es"
    elif head not in _SAME:
        head += "s"
    return head + per + tail


def _measure(match: re.Match[str]) -> str:
    unit, space = match["unit"], match["space"]
    if space and unit not in _LOOSE:
        return match[0]
    if unit == "m" and re.search(r"[$£€¥]\s?\S*$", match.string[max(match.start() - 3, 0) : match.start()]):
        return match[0]
    article = re.search(r"\b(?:an?|the)\s$", match.string[max(match.start() - 4, 0) : match.start()])
    noun = re.match(r"\s[a-z]", match.string[match.end() : match.end() + 2])
    single = (
        match["number"] in ("1", "½", "¼", "¾")
        or space == "-"
        or bool(article and article[0][0] == "a" and noun)
    )
    of = "of a " if match["number"] in "½¼¾" else ""
    return f"{match['number']} {of}{_counted(_UNITS[unit], single)}"


def _height(match: re.Match[str]) -> str:
    feet, inches = match[1], match[2] or match[4]
    if int(inches) > 11:
        return match[0]
    if match[4]:
        return f"{feet} foot {inches}"
    return (
        f"{feet} {_counted('foot', feet == '1')} {inches}{match[3] or ''} {_counted('inch', inches == '1')}"
    )


def _degrees(match: re.Match[str]) -> str:
    if match["alone"]:
        return " degrees Celsius" if match["alone"] == "℃" else " degrees Fahrenheit"
    minus = "minus " if match["minus"] else ""
    word = "degree" if match["number"] == "1" else "degrees"
    if match["scale"] == "K":
        return f"{minus}{match['number']} Kelvin"
    return f"{minus}{match['number']} {word}{_SCALES.get(match['scale'] or '', '')}"
