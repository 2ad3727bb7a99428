"""A wrong setting is one line that names it, and exit 2; what runs the service loads nothing that only others need."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import TELEGRAM, Settings, WrongSetting, load_settings

TOKEN = "7000000001:AAtheTokenOfNobodyAtAll_0123456789"
PYTHON_HOME = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a .env file of who runs the tests."""
    for name in [name for name in os.environ if name.startswith("COMPANION_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def companion(tmp_path: Path, *words: str, **set_to: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, with these settings only."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMPANION_")}
    env |= {f"COMPANION_{name}": value for name, value in set_to.items()} | {"PYTHONPATH": str(PYTHON_HOME)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
    )


def test_a_token_is_all_it_takes() -> None:
    settings = load_settings(telegram_token=TOKEN)
    assert settings.telegram_api_url == TELEGRAM
    assert settings.database_url == "sqlite://companion.sqlite"
    assert settings.site is None
    assert settings.webhook_url is None


def test_a_file_beside_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"COMPANION_TELEGRAM_TOKEN={TOKEN}\nCOMPANION_LOG_LEVEL=ERROR\nOTHER=1\n")
    assert load_settings().log_level == "ERROR"
    monkeypatch.setenv("COMPANION_LOG_LEVEL", "DEBUG")
    assert load_settings().log_level == "DEBUG"


WRONG = {
    "telegram_token": ["", "not-a-token", "123:short", "abc:" + "x" * 30, TOKEN + " "],
    "telegram_api_url": ["", "ftp://somewhere", "api.telegram.org"],
    "webhook_url": ["", "somewhere.example"],
    "webhook_port": ["-1", "65536", "eighty"],
    "database_url": ["", "mysql://somewhere", "companion.sqlite"],
    "site": ["/nowhere/site.toml"],
    "delivery_rate": ["0", "-1", "fast"],
    "delivery_chat_rate": ["0", "many"],
    "delivery_in_flight": ["0", "65", "1.5"],
    "clock_url": ["http://127.0.0.1:1", "noon"],
    "heartbeat_url": ["pulse"],
    "log_level": ["", "loud", "debug"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_is_one_line_that_names_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv(f"COMPANION_{name.upper()}", value)
    with pytest.raises(WrongSetting) as refusal:
        load_settings()
    line = str(refusal.value)
    assert line.startswith(f"COMPANION_{name.upper()} ")
    assert "\n" not in line
    assert TOKEN not in line
    assert name not in ("telegram_token", "secret_key") or not value or value not in line


def test_every_setting_that_can_be_wrong_is_tried() -> None:
    free = {"secret_key", "smtp_url", "mail_from"}  # any text; what uses them says what is wrong with it
    assert set(WRONG) | free == set(Settings.model_fields)


def test_no_token_is_said_so() -> None:
    with pytest.raises(WrongSetting, match=r"^COMPANION_TELEGRAM_TOKEN is not set\.$"):
        load_settings()


@pytest.mark.parametrize(
    ("set_to", "named"),
    [
        ({}, "COMPANION_TELEGRAM_TOKEN"),
        ({"TELEGRAM_TOKEN": TOKEN, "LOG_LEVEL": "loud"}, "COMPANION_LOG_LEVEL"),
        ({"TELEGRAM_TOKEN": TOKEN, "CLOCK_URL": "http://127.0.0.1:1"}, "COMPANION_CLOCK_URL"),
        ({"TELEGRAM_TOKEN": TOKEN, "SECRET_KEY": "short"}, "COMPANION_SECRET_KEY"),
        ({"TELEGRAM_TOKEN": TOKEN, "DATABASE_URL": "sqlite://"}, "COMPANION_DATABASE_URL"),
        ({"TELEGRAM_TOKEN": TOKEN, "SITE": "broken.toml"}, "broken.toml"),
    ],
)
def test_the_service_refuses_to_start_in_one_line_and_with_exit_2(
    tmp_path: Path, set_to: dict[str, str], named: str
) -> None:
    (tmp_path / "broken.toml").write_text("name = 'Somewhere'\nunknown = 1\n")
    done = companion(tmp_path, "run", **set_to)
    assert done.returncode == 2, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert named in lines[0]
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr + done.stdout


def test_a_language_that_nobody_reads_here_is_refused_by_name(tmp_path: Path) -> None:
    done = companion(tmp_path, "search", "--lang", "de", "Chemotherapie")
    assert done.returncode == 2
    assert done.stderr.startswith("--lang is wrong")


ONLY_OTHERS_NEED = (
    "bot.sandbox", "bot.check", "bot.bench", "bot.library.commands", "bot.library.preview", "bot.library.review",
    "bot.library.catalog_update", "aiogram", "playwright", "hypothesis", "psycopg", "telegram.ext",
)  # fmt: skip
LIST_MODULES = """
import sys
from bot.cli import run
try:
    run()
except SystemExit:
    pass
print("\\n".join(sorted(sys.modules)))
"""


def test_running_the_service_loads_nothing_that_only_another_command_needs(tmp_path: Path) -> None:
    """It gets as far as a key it refuses: by then all that `run` imports is there."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMPANION_")}
    env |= {"COMPANION_TELEGRAM_TOKEN": TOKEN, "COMPANION_SECRET_KEY": "short", "PYTHONPATH": str(PYTHON_HOME)}
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert {"bot.service", "bot.turn", "bot.services.people", "bot.telegram.deliver"} <= loaded, done.stderr
    wrong = [name for name in loaded for start in ONLY_OTHERS_NEED if name == start or name.startswith(f"{start}.")]
    assert not wrong
