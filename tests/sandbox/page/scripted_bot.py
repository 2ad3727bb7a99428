"""A tiny bot that answers a few words, so that the page has something real to show."""

import asyncio
from typing import Any

import aiohttp

YES_NO = {
    "inline_keyboard": [
        [{"text": "Oui", "callback_data": "yes"}, {"text": "Non", "callback_data": "no"}],
        [{"text": "Plus tard", "callback_data": "later"}],
    ]
}
NUMBER = {"keyboard": [[{"text": "Envoyer mon numéro", "request_contact": True}], [{"text": "Pas de numéro"}]]}


class ScriptedBot:
    """Receives by long poll until cancelled. What people say to each other goes through `pair`, both ways."""

    def __init__(self, url: str, token: str) -> None:
        self.address = f"{url}/bot{token}"
        self.pair: dict[int, int] = {}
        self.seen: list[dict[str, Any]] = []
        self.last: dict[int, int] = {}
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, **fields: Any) -> Any:
        """One call of the Bot API; its result."""
        if self._session is None:
            raise RuntimeError("the bot is not running")
        async with self._session.post(f"{self.address}/{method}", json=fields) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def say(self, chat: int, text: str, **more: Any) -> int:
        """A message; gives its id."""
        sent = await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **more)
        self.last[chat] = int(sent["message_id"])
        return self.last[chat]

    async def run(self, ready: asyncio.Event) -> None:
        """Ask for updates for ever."""
        async with aiohttp.ClientSession() as self._session:
            ready.set()
            offset = 0
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=30):
                    offset = update["update_id"] + 1
                    self.seen.append(update)
                    await self._answer(update)

    async def _answer(self, update: dict[str, Any]) -> None:
        if "callback_query" in update:
            await self._answer_tap(update["callback_query"])
        elif "message" in update:
            await self._answer_message(update["message"])

    async def _answer_tap(self, query: dict[str, Any]) -> None:
        chat, place = query["message"]["chat"]["id"], query["message"]["message_id"]
        said: dict[str, dict[str, Any]] = {
            "no": {"text": "Ce n’est pas grave.", "show_alert": True},
            "later": {"text": "Prenez votre temps."},
        }
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **said.get(query["data"], {}))
        if query["data"] == "yes":
            await self.call("editMessageText", chat_id=chat, message_id=place, text="Vous avez dit oui.")

    async def _answer_message(self, message: dict[str, Any]) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        if text.startswith("/start"):
            await self.say(chat, "Bonjour. Je suis un <b>programme</b>. On continue\u202f?", reply_markup=YES_NO)
        elif text == "numéro":
            await self.say(chat, "À quel numéro vous appeler\u202f?", reply_markup=NUMBER)
        elif "contact" in message:
            await self.say(chat, "Merci, c’est noté.", reply_markup={"remove_keyboard": True})
        elif text == "efface":
            await self.call("deleteMessage", chat_id=chat, message_id=self.last[chat])
        elif text and chat in self.pair:
            fields = {"chat_id": self.pair[chat], "text": text}
            await self.call("sendMessage", **fields, disable_notification=True, protect_content=True)
