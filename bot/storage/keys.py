"""The row that proves that this database and this key belong together."""

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer

WORD = "the key of this database"


def fits(tx: Transaction, sealer: Sealer) -> bool:
    """True where the key is the one the database was begun with; the first key to come is that one."""
    proof = sealer.hash(WORD)
    tx.query("keys", "add", proof=proof)
    return bytes(tx.query("keys", "proof")) == proof
