"""The people of the sandbox, the bot itself, and the messages between them, in the Bot API's shapes."""

from dataclasses import dataclass, field
from typing import Any, Literal

JSON = dict[str, Any]
Sender = Literal["bot", "person"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone. Their private chat with the bot has the same id."""

    id: int
    first_name: str
    language_code: str
    username: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> JSON:
        """The Bot API's User."""
        user: JSON = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user

    def as_chat(self) -> JSON:
        """The Bot API's Chat, always a private one."""
        chat: JSON = {"id": self.id, "type": "private", "first_name": self.first_name}
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(frozen=True, slots=True)
class BotUser:
    """The bot as Telegram knows it."""

    id: int
    first_name: str
    username: str

    def as_user(self) -> JSON:
        """The User that signs the bot's messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a private chat.

    `content` holds the fields of the Bot API's Message that depend on the kind (text, entities, photo, caption …);
    `inline` is an inline keyboard, `keyboard` any other reply markup; dates are whole seconds UTC;
    `seq` is the number of its latest change.
    """

    message_id: int
    person_id: int
    sender: Sender
    kind: str
    content: JSON
    date: int
    edit_date: int | None = None
    inline: JSON | None = None
    keyboard: JSON | None = None
    deleted: bool = False
    silent: bool = False
    protected: bool = False
    reply_to: int | None = None
    reactions: tuple[str, ...] = ()
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A tap on a button, waiting for the bot's answer."""

    id: str
    person_id: int
    date: int
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a tap: a short text on top of the chat, or an alert to be closed."""

    callback_query_id: str
    text: str
    show_alert: bool
    seq: int


@dataclass(slots=True)
class Chat:
    """What the sandbox keeps of one private chat."""

    messages: dict[int, Message] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    keyboard: JSON | None = None
    typing_until: float = 0.0
    seq: int = 0
