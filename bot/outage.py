"""What people who need help hear while the store is down or slow: the one message that does not pass the outbox.

Help now, /help and words that screen as danger or medical get the fixed numbers straight through the Bot API. It may
come twice; that is better than silence.
"""

from typing import Any

from telegram import Bot

from bot.events import Message, Tap
from bot.house import PARIS, House
from bot.telegram.updates import read_update
from conversations.dialogue.prompts import plain
from conversations.everyone.help_now import while_down

ASKS_FOR_HELP = frozenset({"/help", "/aide", "help", "aide", "help now", "aide maintenant"})


class OutageVoice:
    """Answers an update that cannot be stored yet, where waiting could harm."""

    def __init__(self, bot: Bot, house: House) -> None:
        self._bot, self._house = bot, house

    async def answer(self, raw: dict[str, Any]) -> None:
        what = read_update(self._bot.id, raw).what
        if not isinstance(what, (Message, Tap)) or not self._needs_help(what):
            return
        language = self._house.language_of(what.sender.language_code)
        words = self._house.renderer.catalogs.words(while_down(), language, PARIS)
        await self._bot.send_message(what.sender.chat_id, words, parse_mode="HTML")

    def _needs_help(self, what: Message | Tap) -> bool:
        if isinstance(what, Tap):
            return what.data.startswith(("s|help-now", "s|call-me"))
        if not what.text:
            return False
        command = what.text.partition(" ")[0].partition("@")[0]
        if plain(what.text) in ASKS_FOR_HELP or command in ASKS_FOR_HELP:
            return True
        language = self._house.language_of(what.sender.language_code)
        return self._house.screen(what.text, language, None).label in ("danger", "medical")
