"""A thin line between a browser and a server on this machine: so many bits a second, a delay, losses, breaks."""

import random
import socket
import threading
import time
from contextlib import suppress

PACKET = 1_460


class Line:
    """Passes TCP on from a port of its own, in both directions at the same rate each.

    `bits` a second, `delay_s` one way, `loss` the share of packets that come a round trip and 200 ms late (what TCP
    makes of a lost one), `break_every_s` how often all connections break. `up` and `down` count bytes passed.
    """

    def __init__(
        self, target: int, *, bits: int, delay_s: float = 0.04, loss: float = 0.0, break_every_s: float = 0.0
    ) -> None:
        self.target, self.rate, self.delay_s, self.loss = target, bits / 8, delay_s, loss
        self.break_every_s = break_every_s
        self.up = self.down = self.breaks = 0
        self.free_at = {"up": 0.0, "down": 0.0}
        self.lock = threading.Lock()
        self.open: set[socket.socket] = set()
        self.chance = random.Random(20261123)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.ended = False
        threading.Thread(target=self._accept, daemon=True).start()
        self.begin_breaks()

    def begin_breaks(self) -> None:
        """Break all connections every so often from now on."""
        if self.break_every_s:
            threading.Thread(target=self._break, daemon=True).start()

    def close(self) -> None:
        """End the line."""
        self.ended = True
        self.listener.close()
        self._cut()

    def _accept(self) -> None:
        while not self.ended:
            try:
                near, _address = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.open |= {near, far}
            threading.Thread(target=self._pass, args=(near, far, "up"), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, "down"), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(PACKET):
                self._wait(way, len(data))
                sink.sendall(data)
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            self.open.discard(each)

    def _wait(self, way: str, size: int) -> None:
        with self.lock:
            late = self.delay_s * 2 + 0.2 if self.loss and self.chance.random() < self.loss else 0.0
            begin = max(self.free_at[way], time.monotonic())
            self.free_at[way] = begin + size / self.rate
            until = self.free_at[way] + late
            setattr(self, way, getattr(self, way) + size)
        time.sleep(max(0.0, until - time.monotonic()))

    def _break(self) -> None:
        while not self.ended:
            time.sleep(self.break_every_s)
            self.breaks += 1
            self._cut()

    def _cut(self) -> None:
        for each in list(self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
