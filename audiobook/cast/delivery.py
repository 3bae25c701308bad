"""How a delivery sounds when nobody says otherwise: subtle, and the same on every engine."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.model import Delivery

DELIVERIES: Mapping[str, Delivery] = {
    "whispering": Delivery(rate=0.9, gain=-6, effect="whisper"),
    "murmuring": Delivery(rate=0.95, gain=-4, intonation=0.7),
    "quietly": Delivery(rate=0.97, gain=-3, intonation=0.9),
    "shouting": Delivery(rate=1.03, pitch=1.5, gain=3, intonation=1.2),
    "screaming": Delivery(rate=1.05, pitch=2.5, gain=4, intonation=1.3),
    "calling": Delivery(rate=0.95, pitch=1, gain=2, intonation=1.1),
    "crying": Delivery(rate=0.92, pitch=0.5, gain=-1, intonation=1.3),
    "laughing": Delivery(rate=1.03, pitch=0.7, intonation=1.3),
    "asking": Delivery(),
    "slowly": Delivery(rate=0.85),
    "quickly": Delivery(rate=1.15),
    "weakly": Delivery(rate=0.88, pitch=-0.5, gain=-4, intonation=0.7),
    "thought": Delivery(rate=0.97, gain=-2, effect="room"),
    "phone": Delivery(gain=-1, effect="phone"),
    "radio": Delivery(gain=-1, effect="radio"),
    "reading": Delivery(rate=0.95, intonation=0.9),
    "singing": Delivery(rate=0.95),
    "robot": Delivery(pitch=-1, intonation=0.2, effect="robot"),
}
