"""All private chats: who is there, what was said, and what changed last."""

from dataclasses import replace
from itertools import count
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.clock import Clock
from bot.sandbox.people import JSON, Answer, BotUser, Chat, Message, Person, Query
from bot.sandbox.refusals import CHAT_NOT_FOUND, bad_request, forbidden

FIRST_PERSON = 700_000_001
TYPING_SECONDS = 5.0  # Telegram shows a chat action for five seconds or until the message comes


class Chats:
    """The memory of the sandbox. Changes ring the bell; nothing is kept on disk."""

    def __init__(self, clock: Clock, bot: BotUser) -> None:
        self.clock = clock
        self.bot = bot
        self.bell = Bell()
        self.people: dict[int, Person] = {}
        self.queries: dict[str, Query] = {}
        self.foreign: set[int] = set()  # groups and channels that raw updates have mentioned
        self._chats: dict[int, Chat] = {}
        self._person_ids = count(FIRST_PERSON)
        self._message_ids = count(1)  # one counter for all private chats of a bot, as at Telegram
        self._query_ids = count(4_000_000_000_000_001)

    def add_person(self, first_name: str, language_code: str, username: str | None, started: bool) -> Person:
        """A new person. Who has not started the bot cannot be written to, as at Telegram."""
        person = Person(next(self._person_ids), first_name, language_code, username, started)
        self.people[person.id] = person
        self._chats[person.id] = Chat()
        return person

    def change_person(self, person: Person, **changes: Any) -> Person:
        """The same person with something changed: started, blocked, deactivated."""
        changed = replace(person, **changes)
        self.people[person.id] = changed
        self.touch(person.id)
        return changed

    def chat(self, person_id: int) -> Chat:
        """The chat of a person; KeyError if there is none."""
        return self._chats[person_id]

    def reachable(self, chat_id: int) -> Person:
        """The person behind a chat id if the bot may write to them, else Telegram's refusal."""
        person = self.people.get(chat_id)
        if person is None:
            raise bad_request(CHAT_NOT_FOUND)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return person

    def touch(self, person_id: int) -> int:
        """Note that a chat changed."""
        seq = self.bell.ring(person_id)
        self._chats[person_id].seq = seq
        return seq

    def add(self, person: Person, sender: str, kind: str, content: JSON, **more: Any) -> Message:
        """Put a new message at the end of a chat."""
        message = Message(
            message_id=next(self._message_ids),
            person_id=person.id,
            sender="bot" if sender == "bot" else "person",
            kind=kind,
            content=content,
            date=self.clock.stamp(),
            **more,
        )
        chat = self._chats[person.id]
        if sender == "bot":
            chat.typing_until = 0.0
            if message.keyboard is not None:
                chat.keyboard = None if "remove_keyboard" in message.keyboard else message.keyboard
        return self.put(message)

    def put(self, message: Message) -> Message:
        """Keep this state of a message in place of the one before."""
        kept = replace(message, seq=self.touch(message.person_id))
        self._chats[message.person_id].messages[message.message_id] = kept
        return kept

    def find(self, person_id: int, message_id: int) -> Message | None:
        """A message that is there and has not been deleted."""
        message = self._chats[person_id].messages.get(message_id)
        return None if message is None or message.deleted else message

    def ask(self, person: Person) -> Query:
        """A new callback query of this person."""
        query = Query(str(next(self._query_ids)), person.id, self.clock.stamp())
        self.queries[query.id] = query
        return query

    def answer(self, query: Query, text: str, show_alert: bool) -> None:
        """Keep the bot's answer to a tap; the first one counts."""
        if query.answered:
            return
        self.queries[query.id] = replace(query, answered=True)
        seq = self.touch(query.person_id)
        self._chats[query.person_id].answers.append(Answer(query.id, text, show_alert, seq))

    def as_api(self, message: Message, nested: bool = False) -> JSON:
        """The Bot API's Message; a message replied to is shown without what it replied to itself."""
        person = self.people[message.person_id]
        sender = self.bot.as_user() if message.sender == "bot" else person.as_user()
        body: JSON = {"message_id": message.message_id, "from": sender, "chat": person.as_chat(), "date": message.date}
        if message.edit_date is not None:
            body["edit_date"] = message.edit_date
        if message.protected:
            body["has_protected_content"] = True
        replied = None if message.reply_to is None else self.find(message.person_id, message.reply_to)
        if replied is not None and not nested:
            body["reply_to_message"] = self.as_api(replied, nested=True)
        body.update(message.content)
        if message.inline is not None:
            body["reply_markup"] = message.inline
        return body
