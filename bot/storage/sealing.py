"""Names, chat ids, free text and health words: sealed before they reach the database, opened after.

AES-256-GCM with a random nonce; table, column and row are bound in, so that a sealed value put into another row does
not open. What must be found again (chat ids, start codes) is found by a keyed hash.

A sealed value: one byte of key id, 12 bytes of nonce, the words, 16 bytes of proof.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.database import UNSTORABLE, sqlite_path

KEY_BYTES = 32
NONCE_BYTES = 12
PROOF_BYTES = 16
GREATEST_KEY_ID = 255

# A secret that is not a key is stretched: 16 MB and about 50 ms a guess (RFC 7914: N, r, p).
SCRYPT = {"n": 2**14, "r": 8, "p": 1}
SHORTEST_SECRET = 32

LIST_OF_KEYS = re.compile(r"\d+:\S+")


class Unreadable(Exception):
    """A sealed value does not open: another key, another row, or damaged."""


class BadSecretKey(Exception):
    """The secret key's setting or file cannot be used."""


class Sealer:
    """Seals with the key `current`, opens with any of `keys` (32 bytes each, ids 1 to 255).

    To rotate, add a key with a greater id and keep the old ones until everything is sealed anew. The lowest id also
    makes the hashes: without it nobody is found again, so it stays for as long as the database lives.
    """

    def __init__(self, keys: Mapping[int, bytes], current: int) -> None:
        if current not in keys:
            raise BadSecretKey("the current key is not among the keys")
        for number, key in keys.items():
            if not 1 <= number <= GREATEST_KEY_ID or len(key) != KEY_BYTES:
                raise BadSecretKey(f"key {number}: ids are 1 to {GREATEST_KEY_ID}, keys are {KEY_BYTES} bytes")
        self._ciphers = {number: AESGCM(_derived(key, b"seal")) for number, key in keys.items()}
        self._current = current
        self._hash_key = _derived(keys[min(keys)], b"hash")

    def seal(self, words: str, table: str, column: str, row: int) -> bytes:
        """`words` as bytes that say nothing, to be opened for this table, column and row only."""
        return self.seal_bytes(UNSTORABLE.sub("\ufffd", words).encode(), table, column, row)

    def open(self, sealed: bytes, table: str, column: str, row: int) -> str:
        """The words that were sealed. Raises Unreadable."""
        return self.open_bytes(sealed, table, column, row).decode()

    def seal_bytes(self, content: bytes, table: str, column: str, row: int) -> bytes:
        """As seal(), for what is not text."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._ciphers[self._current]
        return bytes((self._current,)) + nonce + cipher.encrypt(nonce, content, _place(table, column, row))

    def open_bytes(self, sealed: bytes, table: str, column: str, row: int) -> bytes:
        """As open(), for what is not text."""
        cipher = self._ciphers.get(sealed[0]) if len(sealed) > NONCE_BYTES + PROOF_BYTES else None
        if cipher is None:
            raise Unreadable(f"{table}.{column}: sealed with a key that is not here")
        nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, content, _place(table, column, row))
        except InvalidTag:
            raise Unreadable(f"{table}.{column}: sealed for another row, with another key, or damaged") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether `sealed` needs no new sealing after a rotation."""
        return sealed[:1] == bytes((self._current,))

    def hash(self, words: str) -> bytes:
        """32 bytes, the same for the same words and key (HMAC-SHA256): finds a value again without keeping it."""
        return hmac.digest(self._hash_key, words.encode("utf-8", "surrogatepass"), hashlib.sha256)


def load_keys(secret: str | None, database_url: str) -> tuple[Sealer, Path | None]:
    """The sealer of the setting SECRET_KEY, or of the key file beside a SQLite database.

    `secret` is a list "1:<base64 of 32 bytes>,2:<…>", of which the greatest id is current, or one secret of at least
    32 characters. Without it the file <database>.key is read, and made (mode 600) when there is none; its path is the
    second value when it was made just now. Raises BadSecretKey with one line that says what to do.
    """
    if secret is not None and secret.strip():
        return _from_setting(secret.strip()), None
    if not database_url.startswith("sqlite://"):
        raise BadSecretKey("COMPANION_SECRET_KEY must be set with PostgreSQL: every replica needs the same key")
    path = sqlite_path(database_url)
    file = path.with_name(path.name + ".key")
    made = _make_key_file(file)
    return _from_setting(_read_key_file(file)), file if made else None


def _derived(key: bytes, purpose: bytes) -> bytes:
    """One key for each purpose (HKDF's expansion of one block, RFC 5869)."""
    return hmac.digest(key, b"companion " + purpose + b"\x01", hashlib.sha256)


def _place(table: str, column: str, row: int) -> bytes:
    return f"{table}\0{column}\0{row}".encode()


def _from_setting(secret: str) -> Sealer:
    if LIST_OF_KEYS.match(secret):
        keys = dict(_one_key(part.strip()) for part in secret.split(","))
        return Sealer(keys, max(keys))
    if len(secret) < SHORTEST_SECRET:
        raise BadSecretKey(f"COMPANION_SECRET_KEY is too short: at least {SHORTEST_SECRET} characters")
    # The salt cannot be random: every replica must come to the same key from the same secret.
    key = hashlib.scrypt(secret.encode(), salt=b"companion", dklen=KEY_BYTES, **SCRYPT)
    return Sealer({1: key}, 1)


def _one_key(part: str) -> tuple[int, bytes]:
    number, _, encoded = part.partition(":")
    try:
        return int(number), base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        raise BadSecretKey("COMPANION_SECRET_KEY: a list of keys is written 1:<base64 of 32 bytes>,2:<…>") from None


def _make_key_file(file: Path) -> bool:
    """Make `file` unless it is there; it appears whole or not at all, and is on the disk before anything is sealed."""
    if file.exists():
        return False
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(b"1:" + base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return False
        finally:
            draft.unlink()
        _sync_folder(file.parent)
    except OSError as error:
        raise BadSecretKey(f"{file}: the key file cannot be made ({error.strerror})") from error
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_key_file(file: Path) -> str:
    try:
        if file.stat().st_mode & 0o077:
            raise BadSecretKey(f"{file} can be read by others: chmod 600 it")
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadSecretKey(f"{file}: the key file cannot be read ({error.strerror})") from error
