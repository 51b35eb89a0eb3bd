"""The key of a round is whole or not there, and one day gone for good."""

from __future__ import annotations

import itertools
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from surveys import instruments, sealing
from surveys.sealing import (
    AnswerPayload,
    KeyDamaged,
    KeyMissing,
    RoundKeyStore,
    open_all,
    padded_size,
    seal,
)

SERVER_KEY = b"a server key of at least 32 bytes"
READINESS = instruments.load("yhes_readiness")
SIZE = padded_size(READINESS)


# Keys


@pytest.fixture
def store(tmp_path: Path) -> RoundKeyStore:
    return RoundKeyStore(tmp_path / "keys", tmp_path / "replica")


def test_a_created_key_opens_what_is_sealed_for_its_round(store: RoundKeyStore) -> None:
    answer = AnswerPayload(b"\5" * 23, "1")
    public_key = store.create(7)
    ciphertext = seal(public_key, answer, server_key=SERVER_KEY, round_id=7, padded_size=SIZE)
    batch = open_all(store.load(7), [ciphertext], server_key=SERVER_KEY, round_id=7)
    assert batch.answers[0].choices == answer.choices
    store.probe(7, public_key=public_key)


def test_key_files_are_for_their_owner_only(store: RoundKeyStore, tmp_path: Path) -> None:
    store.create(7)
    assert store.copies(7) == [tmp_path / "keys" / "round-7.key", tmp_path / "replica" / "round-7.key"]
    for path in store.copies(7):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert list(path.parent.iterdir()) == [path]


def test_every_round_has_a_key_of_its_own(store: RoundKeyStore) -> None:
    assert store.create(1) != store.create(2)
    store.destroy(1)
    assert not store.exists(1)
    assert store.exists(2)


def test_creating_again_keeps_the_key(store: RoundKeyStore) -> None:
    public_key = store.create(7)
    assert store.create(7) == public_key


def test_workers_that_create_at_once_agree_on_one_key(tmp_path: Path) -> None:
    """A job that is taken over from a worker believed dead: both make the key, and one of them counts."""
    for number in range(40):
        stores = [RoundKeyStore(tmp_path / "keys", tmp_path / "replica") for _worker in range(4)]
        with ThreadPoolExecutor(len(stores)) as workers:
            public_keys = set(workers.map(RoundKeyStore.create, stores, [number] * len(stores)))
        assert len(public_keys) == 1
        stores[0].probe(number, public_key=public_keys.pop())


def test_creating_again_restores_a_missing_copy(store: RoundKeyStore, tmp_path: Path) -> None:
    public_key = store.create(7)
    (tmp_path / "keys" / "round-7.key").unlink()
    with pytest.raises(KeyMissing):
        store.probe(7)
    assert store.create(7) == public_key
    store.probe(7)


def test_a_missing_key_cannot_be_loaded_or_probed(store: RoundKeyStore) -> None:
    assert not store.exists(7)
    with pytest.raises(KeyMissing):
        store.load(7)
    with pytest.raises(KeyMissing):
        store.probe(7)


def test_the_replica_is_loaded_when_the_key_is_lost_or_damaged(store: RoundKeyStore, tmp_path: Path) -> None:
    store.create(7)
    private_key = store.load(7)
    path = tmp_path / "keys" / "round-7.key"
    path.write_bytes(path.read_bytes()[:-10])
    assert store.load(7) == private_key
    with pytest.raises(KeyDamaged, match=r"keys/round-7\.key"):
        store.probe(7)
    path.unlink()
    assert store.load(7) == private_key


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, b"yhes round key 1\n7\nzz\nzz\n", b"a\nb\n00\nd\n"])
def test_a_damaged_key_is_not_used_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    store = RoundKeyStore(tmp_path)
    (tmp_path / "round-7.key").write_bytes(content)
    for use in (store.load, store.create, store.probe):
        with pytest.raises(KeyDamaged):
            use(7)
    assert (tmp_path / "round-7.key").read_bytes() == content


def test_the_key_of_another_round_is_noticed(store: RoundKeyStore, tmp_path: Path) -> None:
    store.create(7)
    other = store.create(8)
    with pytest.raises(KeyDamaged):
        store.probe(7, public_key=other)
    (tmp_path / "replica" / "round-7.key").write_bytes((tmp_path / "replica" / "round-8.key").read_bytes())
    with pytest.raises(KeyDamaged, match="replica"):
        store.probe(7)


def test_a_destroyed_key_is_gone_everywhere(store: RoundKeyStore, tmp_path: Path) -> None:
    store.create(7)
    secret = store.load(7).hex().encode()
    # A second name of the same file shows what is left on the disk after the key's own name is gone.
    witnesses = [path.with_name(f"witness-{index}") for index, path in enumerate(store.copies(7))]
    for path, witness in zip(store.copies(7), witnesses, strict=True):
        os.link(path, witness)
        assert secret in witness.read_bytes()
    store.destroy(7)
    assert not store.exists(7)
    for witness in witnesses:
        assert secret not in witness.read_bytes()
    with pytest.raises(KeyMissing):
        store.load(7)


def test_destroying_may_be_repeated(store: RoundKeyStore) -> None:
    store.destroy(7)
    store.create(7)
    store.destroy(7)
    store.destroy(7)


def test_a_round_id_cannot_lead_out_of_the_directory(store: RoundKeyStore) -> None:
    for round_id in ("../7", "", "a/b", ".", "7\n", "x" * 65):
        with pytest.raises(ValueError, match="letters, digits"):
            store.create(round_id)


KILLED = """
import os, signal, sys
from surveys.sealing import RoundKeyStore
directory, replica, method, fatal = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
calls = 0
def deadly(function):
    def call(*arguments, **named):
        global calls
        calls += 1
        if calls == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call
for name in ("open", "fdopen", "fsync", "link", "unlink", "close"):
    setattr(os, name, deadly(getattr(os, name)))
getattr(RoundKeyStore(directory, replica), method)(7)
"""


def kill_at(call: int, method: str, directory: Path) -> bool:
    """Run a method in a process that dies before its n-th call to the disk; whether it died."""
    arguments = [str(directory / "keys"), str(directory / "replica"), method, str(call)]
    root = Path(sealing.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=root, timeout=60, check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    return done.returncode != 0


def test_killed_while_creating_leaves_no_key_or_a_whole_one(tmp_path: Path) -> None:
    for call in itertools.count(1):
        directory = tmp_path / str(call)
        died = kill_at(call, "create", directory)
        store = RoundKeyStore(directory / "keys", directory / "replica")
        before = store.load(7) if store.exists(7) else None
        public_key = store.create(7)
        store.probe(7, public_key=public_key)
        assert before in (None, store.load(7))
        store.destroy(7)
        assert not any(path.is_file() for path in directory.rglob("*"))
        if not died:
            break
    assert call > 10


def test_killed_while_destroying_is_finished_by_the_next_time(tmp_path: Path) -> None:
    for call in itertools.count(1):
        directory = tmp_path / str(call)
        store = RoundKeyStore(directory / "keys", directory / "replica")
        store.create(7)
        died = kill_at(call, "destroy", directory)
        store.destroy(7)
        assert not any(path.is_file() for path in directory.rglob("*"))
        if not died:
            break
    assert call > 4
