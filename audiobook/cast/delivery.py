"""How a delivery sounds when nobody says otherwise: subtle, and the same on every engine."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.model import Delivery

DELIVERIES: Mapping[str, Delivery] = {
    "whispering": Delivery(rate=0.9, gain=-6),
    "murmuring": Delivery(rate=0.95, gain=-4),
    "quietly": Delivery(rate=0.97, gain=-3),
    "shouting": Delivery(rate=1.05, pitch=1.5, gain=3),
    "screaming": Delivery(rate=1.1, pitch=2.5, gain=4),
    "calling": Delivery(rate=0.95, pitch=1, gain=2),
    "crying": Delivery(rate=0.92, pitch=0.5, gain=-1),
    "laughing": Delivery(rate=1.05, pitch=0.7),
    "slowly": Delivery(rate=0.85),
    "quickly": Delivery(rate=1.2),
    "weakly": Delivery(rate=0.88, pitch=-0.5, gain=-4),
    "thought": Delivery(rate=0.96, gain=-2),
    "phone": Delivery(gain=-1),
    "radio": Delivery(gain=-1),
    "reading": Delivery(rate=0.95),
    "singing": Delivery(rate=0.9),
    "robot": Delivery(pitch=-1),
}
