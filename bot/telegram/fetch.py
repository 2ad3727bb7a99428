"""A file that came from somebody is sent on as new bytes under a plain name: the name they gave it stays behind.

Telegram sends a file it knows again as it is, name and all. So its bytes are fetched when it is sent, held for that
moment and never stored.
"""

from typing import Any

from telegram import Bot, InputFile

NAMES = frozenset(
    ("pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "jpg", "jpeg", "png")
)
"""Endings that say how to open a file; any other could say more."""


def plain_name(given: object) -> str:
    """ "document.pdf" for "Zoé Martin, scan.pdf"."""
    ending = str(given).rpartition(".")[2].lower()
    return f"document.{ending}" if ending in NAMES else "document"


async def fetched(bot: Bot, parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with the bytes of each {"fetch": file id, "name": plain name}. Raises TelegramError."""
    found = dict(parameters)
    for name, value in parameters.items():
        if isinstance(value, dict) and "fetch" in value:
            file = await bot.get_file(value["fetch"])
            found[name] = InputFile(bytes(await file.download_as_bytearray()), filename=value["name"])
    return found
