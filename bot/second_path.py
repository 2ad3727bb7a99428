"""The second path: e-mail by SMTP and a signed call to a hospital's own pager gateway.

Rows of second_path are written in the turn that makes them necessary and tried here until they went, or are too old to
help. It knows nothing of Telegram: where Telegram is down, this still goes.
"""

import asyncio
import hashlib
import hmac
import json
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiohttp
import aiosmtplib
import structlog

from bot.clock import from_ms, to_ms
from bot.house import House
from bot.storage import second_path
from bot.storage.database import Database, StoreUnavailable
from bot.storage.second_path import Letter
from bot.telegram.steady import wait

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 2.0
AT_ONCE = 20
WITHIN_S = 15.0
PAUSES_S = (5, 15, 60, 300, 900)  # between two tries, the last one repeated
HELPS_FOR = timedelta(hours=24)
SIGNATURE = "X-Companion-Signature"


class NotSent(Exception):
    """It did not go this time; the message says why, without an address."""


def signed(secret: str, at: int, body: str) -> str:
    """The signature header of a pager call: HMAC-SHA256 over "<seconds since 1970>.<body>", to be checked by who gets
    it, with a clock within five minutes."""
    proof = hmac.digest(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hex()
    return f"t={at},v1={proof}"


class SecondPath:
    """The loop: `run` it once; `wake` it after a commit that may have written something (it also looks by itself)."""

    def __init__(self, database: Database, house: House, smtp_url: str | None, mail_from: str) -> None:
        """`smtp_url`: smtp://user:password@host:port (STARTTLS where offered) or smtps://…; None: no e-mail."""
        self._database, self._house = database, house
        self._smtp = urlsplit(smtp_url) if smtp_url else None
        self._mail_from = mail_from
        self._something = asyncio.Event()

    def wake(self) -> None:
        self._something.set()

    async def run(self) -> None:
        """Send what is due until cancelled. Only the leader sends."""
        while True:
            self._something.clear()
            try:
                if await self._database.lead():
                    await self.send_due()
            except StoreUnavailable:
                log.error("the second path waits: the store is not available")
            except Exception as problem:
                log.critical("the second path failed", error=type(problem).__name__)
            await wait(self._something, LOOK_EVERY_S)

    async def send_due(self) -> int:
        """Try everything that is due once; gives how many went."""
        now, sealer = to_ms(self._house.clock.now()), self._house.sealer
        letters = await self._database.read(lambda tx: second_path.due(tx, sealer, now, AT_ONCE))
        results = await asyncio.gather(*(self._try(letter) for letter in letters))
        return sum(results)

    async def _try(self, letter: Letter) -> bool:
        try:
            await (self._mail(letter) if letter.way == "email" else self._page(letter))
        except NotSent as problem:
            log.error("the second path did not go", way=letter.way, why=str(problem), attempt=letter.attempts + 1)
            await self._again(letter)
            return False
        now = to_ms(self._house.clock.now())
        await self._database.transact(lambda tx: second_path.end(tx, letter.id, "sent", now))
        return True

    async def _again(self, letter: Letter) -> None:
        now = self._house.clock.now()
        if now - from_ms(letter.made_at) > HELPS_FOR:
            log.critical("the second path gave a letter up", way=letter.way, unit=letter.unit_id)
            await self._database.transact(lambda tx: second_path.end(tx, letter.id, "failed", to_ms(now)))
            return
        pause = PAUSES_S[min(letter.attempts, len(PAUSES_S) - 1)]
        later = to_ms(now + timedelta(seconds=pause))
        await self._database.transact(lambda tx: second_path.again(tx, letter.id, later))

    async def _mail(self, letter: Letter) -> None:
        if self._smtp is None:
            raise NotSent("COMPANION_SMTP_URL is not set")
        words = json.loads(letter.body)
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._mail_from, letter.target, words["subject"]
        message["X-Priority"] = "1"
        message.set_content(words["text"])
        user = unquote(self._smtp.username) if self._smtp.username else None
        password = unquote(self._smtp.password) if self._smtp.password else None
        try:
            await aiosmtplib.send(
                message,
                hostname=self._smtp.hostname,
                port=self._smtp.port,
                username=user,
                password=password,
                use_tls=self._smtp.scheme == "smtps",
                timeout=WITHIN_S,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as problem:
            raise NotSent(type(problem).__name__) from None

    async def _page(self, letter: Letter) -> None:
        unit = self._house.site.unit(letter.unit_id)
        secret = unit.on_call.pager_secret if unit else None
        if not secret:
            raise NotSent("the unit has no pager_secret")
        at = int(self._house.clock.now().timestamp())
        headers = {"Content-Type": "application/json", SIGNATURE: signed(secret, at, letter.body)}
        timeout = aiohttp.ClientTimeout(total=WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(letter.target, data=letter.body.encode(), headers=headers) as response,
            ):
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
            raise NotSent(type(problem).__name__) from None
