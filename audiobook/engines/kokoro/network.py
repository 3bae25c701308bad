"""The network: phonemes and a style go in, sound and the length of every phoneme come out.

The published graph gives the sound alone; the lengths, which word times are made from, are a value inside it.
A serialised protobuf message with another behind it is the two merged, so a few bytes behind the file's make
that value an output.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobook.engines.kokoro.voices import MODEL

RATE = 24000
"""Samples a second of the sound."""
UNIT = 600
"""Samples in one unit of a phoneme's length."""
LONGEST = 509
"""Phonemes at a time, a full stop besides."""
LENGTHS = "/encoder/Clip_output_0"
"""The lengths' name inside the graph."""
FLOAT = 1
"""ONNX's number of the type."""

Floats = NDArray[np.float32]


class Network:
    """The network, loaded. Raises JobFailed where its file cannot be had."""

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        # Threads that wait for work without sleeping take the processor from the other processes.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            MODEL.read() + _also_giving(LENGTHS), options, providers=["CPUExecutionProvider"]
        )
        self._phonemes = self._session.get_inputs()[0].name

    def say(self, tokens: list[int], style: Floats, speed: float) -> tuple[Floats, Floats]:
        """Sound (full scale is 1) and each token's length in seconds, silence before and after included: one
        more at either end."""
        sound, lengths = self._session.run(
            None,
            {
                self._phonemes: np.array([[0, *tokens, 0]], np.int64),
                "style": style.reshape(1, 256),
                "speed": np.array([speed], np.float32),
            },
        )
        return sound.ravel(), lengths.ravel() * np.float32(UNIT / RATE)


def _also_giving(name: str) -> bytes:
    """An onnx.ModelProto with nothing but one more output in it: graph (7), output (12), name (1), type (2),
    tensor_type (1), elem_type (1)."""
    kind = _field(1, b"\x08" + bytes([FLOAT]))
    return _field(7, _field(12, _field(1, name.encode()) + _field(2, kind)))


def _field(number: int, content: bytes) -> bytes:
    """A protobuf field of length-delimited content (shorter than 128 bytes)."""
    return bytes([number << 3 | 2, len(content)]) + content
