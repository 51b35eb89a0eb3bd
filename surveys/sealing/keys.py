"""The private keys of open rounds: files that are whole or not there, and one day gone for good."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from surveys.sealing.envelopes import RoundId

HEADER = "yhes round key 1"
_ROUND_ID = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)


class KeyMissing(Exception):
    """No key file where one is needed."""


class KeyDamaged(Exception):
    """A key file that is not the whole and right key of its round."""


class RoundKeyStore:
    """One file per round and directory. Only the worker that counts may see these directories.

    `replica_directory` holds a second copy of every key, on another disk and apart from database
    backups: a database backup and a key together would open answers while names are still there.
    """

    def __init__(
        self, directory: str | os.PathLike[str], replica_directory: str | os.PathLike[str] | None = None
    ) -> None:
        self._directories = [Path(directory)]
        if replica_directory is not None:
            self._directories.append(Path(replica_directory))

    def create(self, round_id: RoundId) -> bytes:
        """Make the round's key in every directory and return its public key (32 bytes).

        The key is on disk, and has sealed and opened a probe, before it is returned. Repeating an
        interrupted call finishes it, and of two calls at the same time the one that writes first
        decides for both: a whole copy that is there is kept and copied, never replaced. Raises
        `KeyDamaged` if what is there is no key of this round, `OSError`.
        """
        private_key = self.load(round_id) if self.exists(round_id) else bytes(PrivateKey.generate())
        for directory in self._directories:
            path = self._path(directory, round_id)
            with suppress(FileExistsError):
                _write_new(path, _content(round_id, private_key))
            # What is in the first folder is the round's key, whoever put it there.
            private_key = _read(path, round_id)
        public_key = bytes(PrivateKey(private_key).public_key)
        self.probe(round_id, public_key=public_key)
        return public_key

    def load(self, round_id: RoundId) -> bytes:
        """The private key (32 bytes) from the first copy that is whole. Raises `KeyMissing`, `KeyDamaged`."""
        damaged: KeyDamaged | None = None
        for path in self.copies(round_id):
            try:
                return _read(path, round_id)
            except KeyDamaged as error:
                damaged = damaged or error
        raise damaged or KeyMissing(f"no key of round {round_id} in {self._directories[0]}")

    def probe(self, round_id: RoundId, *, public_key: bytes | None = None) -> None:
        """Open with every copy what is sealed to `public_key` (default: the first copy's own).

        Raises `KeyMissing` or `KeyDamaged` with the path of the copy that fails.
        """
        for directory in self._directories:
            path = self._path(directory, round_id)
            private_key = PrivateKey(_read(path, round_id))
            public_key = public_key or bytes(private_key.public_key)
            probe = secrets.token_bytes(32)
            try:
                opened = SealedBox(private_key).decrypt(SealedBox(PublicKey(public_key)).encrypt(probe))
            except CryptoError:
                opened = b""
            if opened != probe:
                raise KeyDamaged(f"{path} does not open what is sealed for its round")

    def exists(self, round_id: RoundId) -> bool:
        """Whether any copy is there."""
        return bool(self.copies(round_id))

    def copies(self, round_id: RoundId) -> list[Path]:
        """Every copy there is, the main one first."""
        paths = (self._path(directory, round_id) for directory in self._directories)
        return [path for path in paths if path.exists()]

    def destroy(self, round_id: RoundId) -> None:
        """Overwrite (as far as the disk lets us) and remove every copy; may be repeated. Raises `OSError`.

        Flash disks and copying file systems may keep old blocks: operators put these directories
        where snapshots do not reach.
        """
        for directory in self._directories:
            path = self._path(directory, round_id)
            # A process killed while it wrote leaves its unfinished file under a name of its own.
            # The key comes first: a leftover that cannot be removed must not keep it alive.
            for leftover in [path, *directory.glob(f".{path.name}.*.tmp")]:
                _destroy(leftover)
            if directory.exists():
                _sync_directory(directory)

    def _path(self, directory: Path, round_id: RoundId) -> Path:
        name = str(round_id)
        if not _ROUND_ID.fullmatch(name):
            raise ValueError("a round's id is letters, digits and hyphens")
        return directory / f"round-{name}.key"


def _content(round_id: RoundId, private_key: bytes) -> bytes:
    public_key = bytes(PrivateKey(private_key).public_key)
    return f"{HEADER}\n{round_id}\n{private_key.hex()}\n{public_key.hex()}\n".encode()


def _read(path: Path, round_id: RoundId) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"{path} is not there") from None
    try:
        private_key = bytes.fromhex(content.decode("ascii").split("\n")[2])
        whole = content == _content(round_id, private_key)
    except (ValueError, IndexError, TypeError, CryptoError):
        whole = False
    if not whole:
        raise KeyDamaged(f"{path} is not the key of round {round_id}")
    return private_key


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, and never over one that is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link fails when the name is taken: a key in use cannot be overwritten.
        os.link(temporary, path)
    finally:
        temporary.unlink()
    _sync_directory(path.parent)


def _destroy(path: Path) -> None:
    with suppress(OSError), path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
