"""Addresses in buttons and links, judged as Telegram judges them."""

from urllib.parse import urlsplit, urlunsplit


class BadLink(ValueError):
    """Telegram will not take this address; the text is its reason."""


def checked_link(address: str) -> str:
    """The address as Telegram keeps it: http, https, tg and ton, with a dot in the host.

    Without «//» all before a colon is a host: `tel:3114` is the port 3114 of a host called tel, which has no dot.
    """
    parts = urlsplit(address if "://" in address else f"http://{address}")
    scheme = parts.scheme.lower()
    if scheme in ("tg", "ton"):
        return address
    if scheme not in ("http", "https"):
        raise BadLink("Unsupported URL protocol")
    try:
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadLink("Wrong port number specified in the URL") from None
    if not host:
        raise BadLink("URL host is empty")
    if "." not in host.strip("."):
        raise BadLink("Wrong HTTP URL")
    return urlunsplit(parts._replace(path=parts.path or "/"))
