"""The embedded default's broker: every message arrives once and whole."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from tests.services import ROOT
from yhes.common import folder_broker

PRODUCER = """
import sys
from tests.common.test_folder_broker import connect
with connect(sys.argv[1]) as connection:
    queue = connection.SimpleQueue("jobs")
    for number in range(int(sys.argv[2])):
        queue.put({"number": number})
    queue.close()
"""


def connect(folder: str) -> Connection:
    folder_broker.register()
    # kombu remembers for the whole process which queues exist: each test has its own.
    places = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": f"{folder}/control"}
    return Connection(f"{folder_broker.SCHEME}://localhost", transport_options=places)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "control").mkdir()
    return str(tmp_path)


def test_a_reader_in_a_hurry_never_sees_half_a_message(folder: str) -> None:
    """Looks without pause while another process writes; kombu's own transport loses one in sixty."""
    count = 600
    with connect(folder) as connection:
        channel = connection.default_channel
        connection.SimpleQueue("jobs").close()
        writer = subprocess.Popen([sys.executable, "-c", PRODUCER, folder, str(count)], cwd=ROOT)
        received, deadline = 0, time.monotonic() + 60
        while received < count and time.monotonic() < deadline:
            try:
                received += bool(channel._get("jobs"))
            except Empty:
                continue
        assert writer.wait(30) == 0
    assert received == count


def test_messages_come_in_the_order_they_were_sent(folder: str) -> None:
    with connect(folder) as connection:
        queue = connection.SimpleQueue("ordered")
        for number in range(20):
            queue.put(number)
        assert [queue.get(timeout=5).payload for _ in range(20)] == list(range(20))
        queue.close()


def test_queues_are_kept_apart(folder: str) -> None:
    with connect(folder) as connection:
        first, second = connection.SimpleQueue("first"), connection.SimpleQueue("second")
        second.put("for the second")
        with pytest.raises(Empty):
            first.get(block=False)
        assert second.get(timeout=5).payload == "for the second"
        for queue in (first, second):
            queue.close()
