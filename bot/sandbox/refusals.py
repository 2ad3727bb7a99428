"""What Telegram refuses, in its own words and with its own codes."""

from typing import Any


class Refusal(Exception):
    """An answer with `ok: false`: a code, a description, and parameters such as retry_after."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> Refusal:
    """400: the request as it stands will never be accepted."""
    return Refusal(400, f"Bad Request: {reason}")


def required(parameter: str) -> Refusal:
    """400: this parameter may not be left out."""
    return bad_request(f'parameter "{parameter}" is required')


def forbidden(reason: str) -> Refusal:
    """403: the person does not want, or can no longer get, messages of this bot."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409: somebody else takes the updates."""
    return Refusal(409, f"Conflict: {reason}")


def unauthorized() -> Refusal:
    """401: the token is nobody's."""
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    """404: no such address; a token that has not even the shape of one gets this too."""
    return Refusal(404, "Not Found")


def method_not_found() -> Refusal:
    """404: no such method."""
    return Refusal(404, "Not Found: method not found")


def too_many_requests(retry_after: int) -> Refusal:
    """429: wait so many seconds before the next call."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def bad_gateway() -> Refusal:
    """502: Telegram's own trouble; whether the call was performed is not known to the caller."""
    return Refusal(502, "Bad Gateway")


def cannot_parse(reason: str) -> Refusal:
    """400: the markup of a text is wrong; the reason tells where."""
    return bad_request(f"can't parse entities: {reason}")


CHAT_NOT_FOUND = "chat not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_SET = "terminated by setWebhook request"
