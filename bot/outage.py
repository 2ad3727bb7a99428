"""What people who need help hear while the store is down or slow: the one message that does not pass the outbox.

Help now, /help and words that screen as danger or medical get the fixed numbers straight through the Bot API, words of
violence the harmless first answer. It may come twice; that is better than silence.
"""

from typing import Any

from telegram import Bot

from bot.events import Message, Tap
from bot.house import PARIS, House
from bot.telegram.updates import read_update
from conversations.dialogue.prompts import plain
from conversations.dialogue.text import Text
from conversations.everyone.help_now import while_down
from conversations.everyone.violence import first_answer

ASKS_FOR_HELP = frozenset({"/help", "/aide", "help", "aide", "help now", "aide maintenant"})


class OutageVoice:
    """Answers an update that cannot be stored yet, where waiting could harm."""

    def __init__(self, bot: Bot, house: House) -> None:
        self._bot, self._house = bot, house

    async def answer(self, raw: dict[str, Any]) -> None:
        what = read_update(self._bot.id, raw).what
        if not isinstance(what, (Message, Tap)):
            return
        said = self._said(what)
        if said is None:
            return
        language = self._house.language_of(what.sender.language_code)
        words = self._house.renderer.catalogs.words(said, language, PARIS)
        await self._bot.send_message(what.sender.chat_id, words, parse_mode="HTML")

    def _said(self, what: Message | Tap) -> Text | None:
        """What answers it while nothing can be stored; None where it can wait."""
        if isinstance(what, Tap):
            return while_down() if what.data.startswith(("s|help-now", "s|call-me")) else None
        if not what.text:
            return None
        command = what.text.partition(" ")[0].partition("@")[0]
        if plain(what.text) in ASKS_FOR_HELP or command in ASKS_FOR_HELP:
            return while_down()
        read = self._house.screen(what.text, self._house.language_of(what.sender.language_code), None)
        if read.kind == "violence":
            return first_answer(what.message_id).text
        return while_down() if read.label in ("danger", "medical") else None
