"""Frames on a socket: a length, then as many bytes. Used between the judge, the answer and the grader."""

import json
import socket
import struct

LARGEST_FRAME = 256 * 2**20
LENGTH = struct.Struct("<Q")


def send(sock: socket.socket, data: bytes) -> None:
    """Send one frame."""
    sock.sendall(LENGTH.pack(len(data)) + data)


def receive(sock: socket.socket) -> bytes:
    """Return the next frame. Raises EOFError at the end, ValueError for a frame that is too large."""
    (length,) = LENGTH.unpack(exactly(sock, LENGTH.size))
    if length > LARGEST_FRAME:
        raise ValueError("a frame that is too large")
    return exactly(sock, length)


def exactly(sock: socket.socket, length: int) -> bytes:
    """Return that many bytes. Raises EOFError where the other side ends before."""
    parts = []
    while length:
        part = sock.recv(min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def send_json(sock: socket.socket, value: object) -> None:
    """Send a value of plain data."""
    send(sock, json.dumps(value).encode())


def receive_json(sock: socket.socket) -> object:
    """Return a value of plain data."""
    return json.loads(receive(sock))
