"""What a phone shows, with types: the client's side of /sim/people/{id}/chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button (`data` or `url`) or a key of the reply keyboard."""

    text: str
    data: str | None = None
    url: str | None = None
    request_contact: bool = False


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as its person sees it. `text` is plain and holds the caption where there is no text."""

    message_id: int
    sender: str
    kind: str
    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...]
    keyboard: tuple[tuple[Button, ...], ...] | None
    date: int
    edited: bool
    deleted: bool
    silent: bool
    protected: bool
    reply_to: int | None
    reactions: tuple[str, ...]
    contact: Mapping[str, Any] | None
    file: Mapping[str, Any] | None
    seq: int
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def from_bot(self) -> bool:
        """Did the bot write it?"""
        return self.sender == "bot"

    def button(self, label: str) -> Button | None:
        """The inline button with this label: exactly, else the only one that contains it."""
        every = [button for row in self.buttons for button in row]
        exact = [button for button in every if button.text == label]
        near = [button for button in every if label in button.text]
        return exact[0] if exact else near[0] if len(near) == 1 else None


@dataclass(frozen=True, slots=True)
class ChatView:
    """A chat as its person sees it; `answers` are the bot's answers to taps, `keyboard` the keys shown now."""

    messages: tuple[MessageView, ...]
    typing: bool
    blocked: bool
    seq: int
    answers: tuple[Mapping[str, Any], ...]
    keyboard: tuple[tuple[Button, ...], ...] | None
    commands: tuple[Mapping[str, str], ...]


def chat_view(body: Mapping[str, Any]) -> ChatView:
    """The server's answer with types."""
    return ChatView(
        messages=tuple(message_view(message) for message in body["messages"]),
        typing=body["typing"],
        blocked=body["blocked"],
        seq=body["seq"],
        answers=tuple(body["answers"]),
        keyboard=_rows(body["keyboard"]),
        commands=tuple(body["commands"]),
    )


def message_view(body: Mapping[str, Any]) -> MessageView:
    """One message with types."""
    return MessageView(
        message_id=body["message_id"],
        sender=body["from"],
        kind=body["kind"],
        text=body["text"],
        html=body["html"],
        buttons=_rows(body["buttons"]) or (),
        keyboard=_rows(body["keyboard"]),
        date=body["date"],
        edited=body["edited"],
        deleted=body["deleted"],
        silent=body["silent"],
        protected=body["protected"],
        reply_to=body["reply_to"],
        reactions=tuple(body["reactions"]),
        contact=body["contact"],
        file=body["file"],
        seq=body["seq"],
        raw=body,
    )


def _rows(rows: list[list[Mapping[str, Any]]] | None) -> tuple[tuple[Button, ...], ...] | None:
    if rows is None:
        return None
    return tuple(
        tuple(Button(one["text"], one.get("data"), one.get("url"), one.get("request_contact", False)) for one in row)
        for row in rows
    )
