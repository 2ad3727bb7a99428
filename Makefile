# Everything the companion needs on a fresh Debian machine with Python 3.11 is installed from here.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install demo test check fix bench torture unit catalogs safety-model

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

# The page of the sandbox is driven by a real browser in the tests.
/usr/bin/chromium:
	apt-get update --quiet=2 && apt-get install --yes --quiet=2 chromium fonts-noto-color-emoji >/dev/null

demo: install
	$(BIN)/companion demo

test: check unit

unit: install /usr/bin/chromium
	$(BIN)/pytest
	$(BIN)/python -m tests.reports

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/companion check --offline

fix: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install
	$(BIN)/companion bench

# The long forms: more kills, more people, more walks.
torture: install
	$(BIN)/pytest -m torture --timeout 3600

# Bring the catalogs up to date with the strings of the code; then write what is missing.
catalogs: install
	$(BIN)/python -c "from pathlib import Path; from bot.library.catalog_update import update_catalogs; update_catalogs(Path('.'))"

# Train the second reader of the safety words from tests/safety; reproducible, and its weights can be read.
safety-model: install
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,model]'
	$(BIN)/python -m tests.safety.train
