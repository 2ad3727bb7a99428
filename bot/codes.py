"""Start codes: opaque, limited in uses and days, kept only as a keyed hash."""

import secrets
from datetime import timedelta

from bot.clock import RealClock, to_ms
from bot.service import make_bot
from bot.settings import WrongSetting, load_settings
from bot.site import load_site
from bot.storage import memberships
from bot.storage.database import open_database
from bot.storage.ids import new_id
from bot.storage.sealing import load_keys
from conversations.dialogue.registry import ROLES


async def make_code(unit: str, role: str, uses: int, days: int) -> str:
    """The link that opens `unit` as `role`. Raises WrongSetting for a unit or role that does not exist."""
    settings = load_settings()
    if load_site(settings.site).unit(unit) is None:
        raise WrongSetting(f"COMPANION_SITE has no unit {unit!r}.")
    if role not in ROLES:
        raise WrongSetting(f"There is no role {role!r}: it is one of {', '.join(ROLES)}.")
    sealer, _made = load_keys(settings.secret_key, settings.database_url)
    code, now = secrets.token_urlsafe(16), RealClock().now()
    expires = to_ms(now + timedelta(days=days))
    database = open_database(settings.database_url)
    await database.open_beside()
    try:
        await database.transact(
            lambda tx: memberships.add_code(tx, sealer, new_id(to_ms(now)), code, unit, role, uses, expires, to_ms(now))
        )
    finally:
        await database.close()
    async with make_bot(settings) as bot:
        return f"https://t.me/{bot.username}?start={code}"
