"""What reading a message costs: every human text is screened, and what nobody else takes is searched."""

from functools import partial

from bot.bench.yardstick import ratio, row_by_key
from bot.library.pages import CONTENT, Library
from bot.library.safety import screener
from bot.library.search import Search

MESSAGE = "Bonjour, je suis très fatiguée depuis la chimio, est-ce que c’est normal ?"
TYPO = "chimiotérapie et fatige"
LONG = " ".join([MESSAGE] * 55)  # about 4,000 characters: the longest message Telegram lets through
OF = "times as long as a row read by its key"


def figures() -> list[tuple[str, float, str]]:
    """(what, ratio, of what): screening and search of one French message."""
    beside, rules, search = row_by_key(), screener(), Search(Library.load(CONTENT), "fr")
    return [
        ("screening a message", ratio(partial(rules.screen, MESSAGE, "fr"), beside), OF),
        ("screening the longest message", ratio(partial(rules.screen, LONG, "fr"), beside), OF),
        ("searching the pages", ratio(partial(search.find, MESSAGE, 5), beside), OF),
        ("searching misspelt words", ratio(partial(search.find, TYPO, 5), beside), OF),
    ]
