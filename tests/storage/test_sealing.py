"""What is sealed opens for its own row and key only, and says nothing to who reads the files."""

import base64
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.database import Database, Transaction
from bot.storage.sealing import BadSecretKey, Sealer, Unreadable, load_keys

ONE, TWO = bytes(range(32)), bytes(range(32, 64))
MARKER = "Zorglub-Marker"


def encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


@given(words=st.text(), row=st.integers(0, 2**63 - 1))
def test_words_come_back_as_they_were(words: str, row: int) -> None:
    sealer = Sealer({1: ONE}, 1)
    storable = words.replace("\0", "\ufffd")
    assert sealer.open(sealer.seal(words, "people", "name", row), "people", "name", row) == storable


@given(content=st.binary())
def test_bytes_come_back_as_they_were(content: bytes) -> None:
    sealer = Sealer({1: ONE}, 1)
    assert sealer.open_bytes(sealer.seal_bytes(content, "outbox", "body", 1), "outbox", "body", 1) == content


def test_half_a_surrogate_pair_does_not_break_the_seal() -> None:
    sealer = Sealer({1: ONE}, 1)
    assert sealer.open(sealer.seal("a\ud83d", "people", "name", 1), "people", "name", 1) == "a\ufffd"


def test_the_same_words_look_different_each_time() -> None:
    sealer = Sealer({1: ONE}, 1)
    assert sealer.seal("mal", "check_ins", "words", 1) != sealer.seal("mal", "check_ins", "words", 1)


@pytest.mark.parametrize("place", [("alerts", "name", 1), ("people", "chat", 1), ("people", "name", 2)])
def test_a_value_put_elsewhere_does_not_open(place: tuple[str, str, int]) -> None:
    sealer = Sealer({1: ONE}, 1)
    sealed = sealer.seal(MARKER, "people", "name", 1)
    with pytest.raises(Unreadable) as raised:
        sealer.open(sealed, *place)
    assert MARKER not in str(raised.value)


def test_no_bit_of_it_can_be_changed() -> None:
    sealer = Sealer({1: ONE}, 1)
    sealed = sealer.seal("oui", "consents", "words", 1)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            sealer.open(bytes(changed), "consents", "words", 1)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"a" * 27, b"plain words of a time before sealing"])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        Sealer({1: ONE}, 1).open(sealed, "people", "name", 1)


def test_another_key_does_not_open_it() -> None:
    sealed = Sealer({1: ONE}, 1).seal(MARKER, "people", "name", 1)
    with pytest.raises(Unreadable, match="another key"):
        Sealer({1: TWO}, 1).open(sealed, "people", "name", 1)


def test_after_a_rotation_the_old_opens_and_the_new_is_sealed_with_the_new_key() -> None:
    old, both = Sealer({1: ONE}, 1), Sealer({1: ONE, 2: TWO}, 2)
    before, after = old.seal("avant", "people", "name", 1), both.seal("après", "people", "name", 1)
    assert both.open(before, "people", "name", 1) == "avant"
    assert (both.is_current(before), both.is_current(after)) == (False, True)
    with pytest.raises(Unreadable, match="a key that is not here"):
        old.open(after, "people", "name", 1)


def test_a_hash_finds_again_and_survives_a_rotation() -> None:
    old, both, other = Sealer({1: ONE}, 1), Sealer({1: ONE, 2: TWO}, 2), Sealer({1: TWO}, 1)
    assert old.hash("4711") == old.hash("4711") == both.hash("4711")
    assert len({old.hash("4711"), old.hash("4712"), other.hash("4711")}) == 3


@pytest.mark.parametrize(
    ("keys", "current"), [({}, 1), ({1: ONE}, 2), ({0: ONE}, 0), ({256: ONE}, 256), ({1: b"a"}, 1)]
)
def test_keys_that_cannot_be_used(keys: dict[int, bytes], current: int) -> None:
    with pytest.raises(BadSecretKey):
        Sealer(keys, current)


def test_a_list_of_keys_whose_greatest_id_is_current() -> None:
    sealer, made = load_keys(f" 1:{encoded(ONE)}, 2:{encoded(TWO)} ", "postgresql://host/db")
    assert made is None
    assert Sealer({2: TWO}, 2).open(sealer.seal("après", "a", "b", 1), "a", "b", 1) == "après"
    assert sealer.hash("4711") == Sealer({1: ONE}, 1).hash("4711")


def test_one_long_secret_gives_the_same_key_everywhere() -> None:
    secret = "one long secret that nobody guesses: 42"
    first, second = load_keys(secret, "postgresql://host/db")[0], load_keys(secret, "sqlite://a.sqlite")[0]
    assert second.open(first.seal("oui", "a", "b", 1), "a", "b", 1) == "oui"
    with pytest.raises(Unreadable):
        load_keys(secret + "!", "sqlite://a.sqlite")[0].open(first.seal("oui", "a", "b", 1), "a", "b", 1)


@pytest.mark.parametrize(
    "secret",
    ["a few words", "1:" + encoded(ONE)[:-8], "1:not base64!", f"1:{encoded(ONE)},", f"999:{encoded(ONE)}"],
)
def test_a_secret_that_cannot_be_used_is_refused_without_being_repeated(secret: str) -> None:
    with pytest.raises(BadSecretKey) as raised:
        load_keys(secret, "sqlite://a.sqlite")
    assert secret not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_without_a_setting_a_key_file_is_made_once(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path}/data/companion.sqlite"
    first, made = load_keys(None, url)
    assert made == tmp_path / "data" / "companion.sqlite.key"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    second, again = load_keys("", url)
    assert again is None
    assert second.open(first.seal("oui", "a", "b", 1), "a", "b", 1) == "oui"
    assert [file.name for file in made.parent.iterdir()] == [made.name]


def test_two_databases_have_two_keys(tmp_path: Path) -> None:
    one, two = (load_keys(None, f"sqlite://{tmp_path}/{name}.sqlite")[0] for name in ("one", "two"))
    assert one.hash("4711") != two.hash("4711")


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path}/companion.sqlite"
    _, made = load_keys(None, url)
    assert made is not None
    made.chmod(0o640)
    with pytest.raises(BadSecretKey, match="chmod 600"):
        load_keys(None, url)


def test_a_folder_where_no_key_file_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSecretKey, match="cannot be made"):
        load_keys(None, f"sqlite://{tmp_path}/file/companion.sqlite")


def test_a_key_file_that_is_a_folder(tmp_path: Path) -> None:
    os.mkdir(tmp_path / "companion.sqlite.key", 0o700)
    with pytest.raises(BadSecretKey, match="cannot be read"):
        load_keys(None, f"sqlite://{tmp_path}/companion.sqlite")


def test_with_postgresql_the_setting_is_needed() -> None:
    with pytest.raises(BadSecretKey, match="every replica needs the same key"):
        load_keys(None, "postgresql://host/db")


async def test_who_reads_the_files_finds_what_is_plain_and_not_what_is_sealed(
    sqlite_ledger: tuple[Database, Path],
) -> None:
    database, folder = sqlite_ledger
    sealer = Sealer({1: ONE}, 1)

    def write(tx: Transaction) -> None:
        sealed = sealer.seal(f"sealed {MARKER}", "notes", "sealed", 1)
        tx.query("notes", "add", id=1, account_id=None, words=f"plain {MARKER}", sealed=sealed)

    await database.transact(write)
    on_disk = b"".join(file.read_bytes() for file in folder.iterdir())
    assert f"plain {MARKER}".encode() in on_disk
    assert f"sealed {MARKER}".encode() not in on_disk
    row = await database.read(lambda tx: tx.query("notes", "find", id=1))
    assert sealer.open(row["sealed"], "notes", "sealed", 1) == f"sealed {MARKER}"
