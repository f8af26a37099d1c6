# Two commands for a newcomer: `make demo` and `make test`. Everything lives in .venv; nothing else is touched.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo run test stories-postgresql check bench bench-passports nightly lock locales clean

demo: .venv  ## two phones on a page, the bot behind them; no Telegram needed
	$(BIN)/python -m bot demo

run: .venv  ## the same bot on Telegram; reads .env
	$(BIN)/python -m bot run

# the tests start the bot many times: what is compiled once is kept, whatever the machine is set to
test stories-postgresql nightly: export PYTHONDONTWRITEBYTECODE =

test: .venv
	$(BIN)/python -m pytest -n 4 --dist worksteal

stories-postgresql: .venv  ## every story once more, on PostgreSQL; needs its programs
	STORIES_ON=postgresql $(BIN)/python -m pytest -n 4 --dist worksteal tests/stories

check: .venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.catalogues --check

bench: .venv
	$(BIN)/python -m tools.bench

bench-passports: .venv  ## reads 360 made-up photos; making them needs Debian's fonts-ocr-b fonts-dejavu-core fonts-liberation
	$(BIN)/python -m tools.bench.passports

nightly: .venv
	$(BIN)/python -m pytest -m nightly --timeout 3600

locales: .venv  ## collect new texts into locales/*.po
	$(BIN)/python -m tools.catalogues

lock:  ## needs uv; the locks carry hashes and no registry address
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra postgresql --group dev -o requirements/dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra postgresql -c requirements/dev.lock -o requirements/run.lock

.venv: pyproject.toml requirements/dev.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tirkeu needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	@# a half-made .venv would look finished to make, so a failed step takes it away
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock \
	&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . \
	|| { rm -rf .venv; exit 1; }
	@touch .venv

clean:
	rm -rf .venv data .bench build dist
