"""The socket that ``kg serve`` listens on."""

from __future__ import annotations

import socket

from kg.serve.run import _listen


def test_what_is_accepted_sends_at_once() -> None:
    with _listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
