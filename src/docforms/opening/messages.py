"""Messages between the process of the user and the one that opens files: an outcome, a text, and bytes."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Outcome: TypeAlias = Literal['value', 'end', 'refused', 'damaged', 'memory', 'incomplete']
"""What a message tells: a result, that there are no more, or what went wrong.

refused      one of our own errors: its name and its text
damaged      a library gave up: where, without any value of the file
memory       there was not enough memory
incomplete   a library is not installed: which
"""

_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
_HEAD: Final = struct.Struct('>BII')
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Message:
    """What one process tells the other; `text` is JSON, `data` the bytes it refers to."""

    outcome: Outcome
    text: bytes
    data: bytes = b''


class Oversized(ValueError):
    """A message is longer than allowed."""


def send(channel: socket.socket, message: Message) -> None:
    """Send a message whole."""
    number = _OUTCOMES.index(message.outcome)
    channel.sendall(_HEAD.pack(number, len(message.text), len(message.data)) + message.text)
    channel.sendall(message.data)


def receive(channel: socket.socket, most: tuple[int, int], until: float) -> Message | None:
    """Receive a message; None when the other side ended without one.

    `most` limits the lengths of text and bytes, `until` is a moment of `time.monotonic()`.

    Raises:
        Oversized: it is longer than that.
        ValueError: it is no message.
        TimeoutError: it did not come in time.
    """
    head = _exactly(channel, _HEAD.size, until)
    if head is None:
        return None
    number, *lengths = _HEAD.unpack(head)
    if number >= len(_OUTCOMES):
        raise ValueError(number)
    if any(length > limit for length, limit in zip(lengths, most, strict=True)):
        raise Oversized(lengths)
    text, data = (_exactly(channel, length, until) for length in lengths)
    return None if text is None or data is None else Message(_OUTCOMES[number], text, data)


def _exactly(channel: socket.socket, length: int, until: float) -> bytes | None:
    pieces: list[bytes] = []
    missing = length
    while missing:
        channel.settimeout(max(until - time.monotonic(), 0.001))
        piece = channel.recv(min(missing, _PIECE))
        if not piece:
            return None
        pieces.append(piece)
        missing -= len(piece)
    return b''.join(pieces)
