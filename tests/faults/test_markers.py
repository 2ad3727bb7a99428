"""Planted markers: nothing a person says, nor who they are, is in a log or can be read in the database's files."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from bot.sandbox.cast import PATIENT_CODE
from bot.sandbox.client import SandboxClient
from bot.sandbox.demo import Demo, running_demo

NAME = "Mirabelle-Zwetschge"
TEXT = "quetsche-de-nulle-part"
DANGER = "je veux mourir, reine-claude-de-nulle-part"
CAPTION = "griotte-sur-la-photo"
FORGED = "brugnon-sur-le-bouton"
CODE = "nectarine-dans-le-lien"
EDITED = "myrtille-changee"
NUMBER = "639987781"
AP_WORDS = "cassis-de-l-accompagnante"
SAID = (NAME, TEXT, "reine-claude", CAPTION, FORGED, CODE, EDITED, AP_WORDS)


async def a_whole_day(demo: Demo, client: SandboxClient) -> int:
    """Everything that can carry words: texts, captions, buttons, links, edits, cards, danger; gives the patient."""
    zoe = await client.person(NAME, "fr", username="pruneau_de_nulle_part")
    await client.text(zoe, f"/start {CODE}")
    await client.wait_for(zoe, "Je suis un programme")
    seq = await client.seq(zoe)
    await client.text(zoe, f"/start {PATIENT_CODE}")
    await client.wait_for(zoe, "Je suis un programme", after=seq)
    for label in ("Continuer", "J’ai compris", "Oui, d’accord"):
        await client.wait_for(zoe, lambda message, label=label: message.button(label) is not None)  # type: ignore[misc]
        await client.tap(zoe, label)
    await client.wait_for(zoe, "Que souhaitez-vous faire")
    first = await client.text(zoe, TEXT)
    await client.edit(zoe, first, EDITED)
    await client.media(zoe, "photo", caption=CAPTION)
    await client.media(zoe, "voice")
    await client.forward(zoe, TEXT)
    await client.contact(zoe, f"+33{NUMBER}")
    await client.tap_data(zoe, 1, f"s|page|{FORGED}")
    await client.tap_data(zoe, 1, FORGED)
    await client.text(zoe, f"/{FORGED} {TEXT}")
    await client.text(demo.phones["camille"], AP_WORDS)
    await client.text(zoe, f"/start page-{FORGED}")
    seq = await client.seq(zoe)
    await client.text(zoe, DANGER)
    await client.wait_for(zoe, "3114", after=seq)
    return zoe


async def trouble(client: SandboxClient, zoe: int) -> None:
    """What makes libraries talkative: refusals, cut connections, a person who blocks."""
    for kind in ("429", "5xx", "cut", "cut-after"):
        await client.fault("sendMessage", kind)
        seq = await client.seq(zoe)
        await client.text(zoe, f"/help {TEXT}")
        await client.wait_for(zoe, "112", timeout=20, after=seq)
    await client.fault("getUpdates", "5xx", 2)
    await client.fault("answerCallbackQuery", "cut", 2)
    await client.tap_data(zoe, 1, FORGED)
    await client.update({"telepathy": {"from": {"id": zoe, "first_name": NAME}, "text": TEXT}})
    await client.update({"message": {"chat": {"id": -1001, "type": "group", "title": NAME}, "text": TEXT}})
    await client.block(zoe)
    await client.unblock(zoe)
    seq = await client.seq(zoe)
    await client.text(zoe, "/menu")
    await client.wait_for(zoe, lambda message: bool(message.buttons), timeout=20, after=seq)


def found(folder: Path, markers: list[bytes]) -> list[tuple[str, bytes]]:
    """Which marker stands in which file, in either way the files could hold it."""
    hits = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        hits += [(file.name, marker) for marker in markers if marker in content]
    return hits


def spelt(words: str) -> list[bytes]:
    """As UTF-8, as JSON escapes it, and as Python shows it."""
    return [words.encode(), words.encode("unicode_escape"), words.encode("utf-16-le")]


async def test_nothing_of_a_whole_day_is_in_the_logs_or_the_files() -> None:
    async with running_demo("fr", start_bot=False) as demo:
        demo.settings["COMPANION_LOG_LEVEL"] = "DEBUG"
        await demo.start_bot()
        zoe = await a_whole_day(demo, demo.client)
        await trouble(demo.client, zoe)
        chats = [zoe, *demo.phones.values()]
        files = {path.name for path in demo.folder.iterdir()}
        assert {"companion.sqlite", "companion.sqlite-wal", "bot.log"} <= files
        log = (demo.folder / "bot.log").read_text()
        assert '"event": "ready"' in log
        assert '"event": "skipped"' in log
        seen = " ".join(str(message.raw) for message in (await demo.client.chat(zoe)).messages)
        assert all(marker in seen for marker in (TEXT, CAPTION, EDITED)), "the markers were really said"
        secret = demo.server.token.partition(":")[2]
        markers = [form for words in (*SAID, "pruneau_de_nulle", secret) for form in spelt(words)]
        markers += [str(chat).encode() for chat in chats] + [chat.to_bytes(4, "big") for chat in chats]
        markers += [NUMBER.encode(), b"6 39 98 77 81"]
        assert not found(demo.folder, markers)
        rows = sqlite3.connect(f"file:{demo.folder / 'companion.sqlite'}?mode=ro", uri=True)
        assert rows.execute("select count(*) from alerts").fetchone()[0] == 1, "what was sealed is really there"
        assert rows.execute("select count(*) from people").fetchone()[0] == len(demo.phones)
        rows.close()
        await demo.stop_bot()
        assert not found(demo.folder, markers), "nor after an orderly end"


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "bot.log").write_text(f'{{"words": "{TEXT}"}}')
    (tmp_path / "companion.sqlite-wal").write_bytes(b"..." + (700_000_007).to_bytes(4, "big"))
    assert found(tmp_path, spelt(TEXT)) == [("bot.log", TEXT.encode()), ("bot.log", TEXT.encode())]
    assert found(tmp_path, [(700_000_007).to_bytes(4, "big")])


LIBRARY = """
import asyncio, logging, sys, threading, structlog
from bot.logs import set_up_logs
text, token = sys.argv[1:]
set_up_logs("DEBUG")
log = logging.getLogger("some.library")
try:
    raise ValueError(text)
except ValueError:
    log.exception("could not call https://somewhere/bot%s/getMe", token)
log.warning("one argument too many", text)
log.info(text)
structlog.get_logger().warning("ours", url=f"https://somewhere/bot{token}/getMe")

async def forgotten():
    async def fails():
        raise ValueError(text)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task

asyncio.run(forgotten())
thread = threading.Thread(target=lambda: int(text))
thread.start()
thread.join()
raise ExceptionGroup(text, [ValueError(text), KeyError(token)])
"""


def test_what_libraries_say_reaches_the_log_without_traceback_words_or_token() -> None:
    token = "7000000001:AAtheTokenOfNobodyAtAll_0123456789"
    done = subprocess.run([sys.executable, "-c", LIBRARY, TEXT, token], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0] == "could not call https://somewhere/bot[token]/getMe (ValueError)"
    assert '"url": "https://somewhere/bot[token]/getMe"' in done.stderr
    assert token not in done.stderr
    assert TEXT not in done.stderr
    assert "Traceback" not in done.stderr
    assert "never retrieved (ValueError)" in done.stderr, "what is forgotten is logged all the same"
    assert lines[-1].count("ended by an error that nobody caught") == 1
    assert '"causes": ["ValueError", "KeyError"]' in lines[-1]
    assert done.stderr.count("ended by an error") == 2, "the thread too"
