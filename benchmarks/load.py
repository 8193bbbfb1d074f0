"""`python -m benchmarks.load [--seconds 3] [--rounds 3] [--rows 2000]`: the served product under load, on loopback.

One worker of the product and one of a bare Starlette application that gives the same bytes (`benchmarks.peer`) take
turns. Printed are answers a second, the server's own processor time an answer (fair on a shared machine), and the
ratio to the peer; then 200 connections are held for ten seconds on register, case and picture while the health page is
asked every tenth of a second. Everything is bounded in time and count and stays on 127.0.0.1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.served import DESIGN, SERVED_COOKIE, Served, make_home

_TICKS = os.sysconf("SC_CLK_TCK")
_ANSWER_S = 10.0  # an answer that takes longer counts as a time-out


@dataclass
class Tally:
    """What one burst met."""

    seconds: list[float] = field(default_factory=list)
    bad: int = 0
    late: int = 0
    wall: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.wall

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server an answer, in milliseconds."""
        return self.cpu / max(len(self.seconds), 1) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--no-hold", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signage-load-") as name:
        folder = Path(name)
        served = make_home(folder / "home", given.rows)
        paths = {
            "register": "/register?text=%E6%B5%B7%E7%9B%90",
            "case": f"/applications/{served.case}",
            "render": f"/design/picture.svg?{urlencode({**DESIGN, 'view': 'front'})}",
        }
        with _product(folder / "home") as (port, process):
            headers = {"cookie": f"{SERVED_COOKIE}={served.token}"}
            peer_folder = folder / "peer"
            peer_folder.mkdir()
            for page, path in paths.items():
                (peer_folder / page).write_bytes(_get(port, path, headers if page == "case" else {}))
            with _peer(peer_folder) as (peer_port, peer):
                _rates(paths, served, (port, process), (peer_port, peer), given.seconds, given.rounds)
            if not given.no_hold:
                _hold(paths, served, port, process)


def _rates(
    paths: dict[str, str],
    served: Served,
    ours: tuple[int, subprocess.Popen[bytes]],
    peer: tuple[int, subprocess.Popen[bytes]],
    seconds: float,
    rounds: int,
) -> None:
    ours_head = f"{'page':9} {'answers/s':>10} {'p50 ms':>7} {'p99 ms':>7} {'CPU ms':>7}"
    print(f"{ours_head}   {'peer/s':>7} {'CPU ms':>7}  CPU ratio")
    for page, path in paths.items():
        found: dict[str, list[Tally]] = {"ours": [], "peer": []}
        for _ in range(rounds):
            cookie = served.token if page == "case" else ""
            found["ours"].append(asyncio.run(_burst(ours, path, cookie, connections=8, seconds=seconds)))
            found["peer"].append(asyncio.run(_burst(peer, f"/{page}", "", connections=8, seconds=seconds)))
        own, bare = _best(found["ours"]), _best(found["peer"])
        p50, p99 = _quantiles(own.seconds)
        ratio = own.cpu_ms / bare.cpu_ms
        print(
            f"{page:9} {own.rate:10.0f} {p50:7.1f} {p99:7.1f} {own.cpu_ms:7.2f}   "
            f"{bare.rate:7.0f} {bare.cpu_ms:7.2f}  {ratio:5.1f}" + (f"   {own.bad} bad" if own.bad else "")
        )


def _hold(paths: dict[str, str], served: Served, port: int, process: subprocess.Popen[bytes]) -> None:
    tallies, health = asyncio.run(_held(paths, served, port, process))
    print("\n200 connections for 10 s, with /health/live asked every 0.1 s")
    for page, tally in tallies.items():
        p50, p99 = _quantiles(tally.seconds)
        print(
            f"{page:9} {len(tally.seconds):6} answers, p50 {p50:6.0f} ms, p99 {p99:6.0f} ms, "
            f"{tally.late} late, {tally.bad} bad"
        )
    print(f"{'health':9} {len(health):6} answers, worst {max(health) * 1000:.0f} ms")


async def _held(
    paths: dict[str, str], served: Served, port: int, process: subprocess.Popen[bytes]
) -> tuple[dict[str, Tally], list[float]]:
    until = time.perf_counter() + 10.0
    tallies = {page: Tally() for page in paths}
    health: list[float] = []
    async with asyncio.TaskGroup() as group:
        for n in range(200):
            page = list(paths)[n % len(paths)]
            cookie = served.token if page == "case" else ""
            group.create_task(_ask(port, paths[page], cookie, until, tallies[page]))
        group.create_task(_probe(port, until, health))
    return tallies, health


async def _probe(port: int, until: float, health: list[float]) -> None:
    while time.perf_counter() < until:
        one = Tally()
        await _ask(port, "/health/live", "", time.perf_counter(), one)
        health += one.seconds or [_ANSWER_S]
        await asyncio.sleep(0.1)


async def _burst(
    server: tuple[int, subprocess.Popen[bytes]], path: str, cookie: str, *, connections: int, seconds: float
) -> Tally:
    port, process = server
    tally = Tally()
    before, began = _cpu(process), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_ask(port, path, cookie, began + seconds, tally))
    tally.wall, tally.cpu = time.perf_counter() - began, _cpu(process) - before
    return tally


async def _ask(port: int, path: str, cookie: str, until: float, tally: Tally) -> None:
    """Ask one page again and again over one kept connection; at least once."""
    lines = [f"GET {path} HTTP/1.1", "host: 127.0.0.1", "accept-language: zh-CN"]
    request = "\r\n".join([*lines, *([f"cookie: {SERVED_COOKIE}={cookie}"] if cookie else []), "", ""]).encode("ascii")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while True:
            began = time.perf_counter()
            writer.write(request)
            try:
                status = await asyncio.wait_for(_answer(reader), _ANSWER_S)
            except TimeoutError:
                tally.late += 1
                return
            tally.seconds.append(time.perf_counter() - began)
            tally.bad += status != 200
            if time.perf_counter() >= until:
                return
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    await reader.readexactly(length)
    return int(head[9:12])


def _best(tallies: list[Tally]) -> Tally:
    """Return the round in which the server needed least: other work on the machine only ever adds."""
    return min(tallies, key=lambda one: one.cpu_ms)


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    ordered = sorted(seconds)
    return statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.99)] * 1000


def _cpu(process: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _get(port: int, path: str, headers: dict[str, str]) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
    return content


@contextmanager
def _product(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    call = [sys.executable, "-c", "from signage.cli import main; main()", "serve", "--port", str(port)]
    with running(call, {"SIGNAGE_HOME": str(home)}, port) as process:
        yield port, process


@contextmanager
def _peer(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    call = [sys.executable, "-m", "uvicorn", "benchmarks.peer:app", "--port", str(port), "--log-level", "warning"]
    with running(call, {"SIGNAGE_PEER": str(folder)}, port) as process:
        yield port, process


@contextmanager
def running(call: list[str], environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it answers on its port when the block begins.

    Raises:
        TimeoutError: It did not answer within a minute.
    """
    process = subprocess.Popen(call, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise TimeoutError("the server does not answer")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        trial.settimeout(0.2)
        return trial.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    random.seed(7)
    main()
