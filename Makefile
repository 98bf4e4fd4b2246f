# Everything is made and kept in one folder, DATA; the checkout itself is never written to.
#
#   make run        Podwórko with a town for show at http://127.0.0.1:8000
#   make test       the suite on both databases, lint, types, layers, translations: a few minutes
#   make test-all   the same, then a real browser, accessibility, valid HTML, the README's commands, storms
#   make bench      how fast the calendars are, beside an empty page on the same machine
#
# For example: make run PORT=8123 DATA=/some/folder

PYTHON ?= python3
PORT   ?= 8000
DATA   ?= .podworko
TESTS  ?= tests
# How many tests run at once; "auto" is one for each core.
JOBS   ?= auto

BIN := $(DATA)/env/bin

export PYTHONPYCACHEPREFIX := $(abspath $(DATA))/cache/python
# What is compiled is kept there, whatever is set outside: the tests start the program a hundred times.
unexport PYTHONDONTWRITEBYTECODE
export PODWORKO_DATA := $(DATA)
export COVERAGE_FILE := $(DATA)/cache/coverage
export HYPOTHESIS_STORAGE_DIRECTORY := $(DATA)/cache/hypothesis
export MYPY_CACHE_DIR := $(DATA)/cache/mypy
export RUFF_CACHE_DIR := $(DATA)/cache/ruff

PYTEST := "$(BIN)/pytest" -q --numprocesses=$(JOBS) -o cache_dir="$(abspath $(DATA))/cache/pytest"

.DEFAULT_GOAL := run
.PHONY: run test test-all nightly coverage ready ready-for-tests python gates lint format types layers translations \
        messages bench screenshots settings-page lock dist clean

run: ready
	@PODWORKO_DEMO=true "$(BIN)/podworko" run --port $(PORT)

# --- set-up --------------------------------------------------------------------------------------

ready: python
	@"$(PYTHON)" tools/prepare.py --data "$(DATA)"

ready-for-tests: python
	@"$(PYTHON)" tools/prepare.py --data "$(DATA)" --with-tests

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "Podwórko needs Python 3.11 or newer; there is no $(PYTHON) here." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Podwórko needs Python 3.11 or newer; \
	$(PYTHON) is %d.%d. Another one is named so: make run PYTHON=python3.12" % sys.version_info[:2])'

# --- tests and gates -----------------------------------------------------------------------------

test: gates
	@"$(BIN)/python" tools/on_both_databases.py $(PYTEST) -m "not slow" $(TESTS)

test-all: test
	@"$(BIN)/python" tools/on_both_databases.py $(PYTEST) -m "slow or matrix" $(TESTS)

# 10,000 rows of deeds on rooms and requests, longer ones, against the naive model; an hour or more.
nightly: ready-for-tests
	@EXAMPLES=10000 "$(BIN)/python" tools/on_both_databases.py $(PYTEST) tests/bookings/test_state_machine.py

# Which lines no quick test runs.
coverage: ready-for-tests
	@$(PYTEST) -m "not slow" --cov --cov-report=term:skip-covered $(TESTS)

gates: lint types layers translations

lint: ready-for-tests
	@echo "Style"
	@"$(BIN)/ruff" check --quiet
	@"$(BIN)/ruff" format --quiet --check
	@"$(BIN)/python" tools/templates.py check
	@"$(BIN)/podworko" manage makemigrations --check --dry-run --verbosity 0 || \
	  { echo "A model has changed and its migration is missing." >&2; exit 1; }

types: ready-for-tests
	@echo "Types"
	@"$(BIN)/mypy" --no-error-summary

layers: ready-for-tests
	@echo "Layers"
	@"$(BIN)/lint-imports" --no-logo --cache-dir "$(DATA)/cache/layers" >"$(DATA)/cache/layers.txt" || \
	  { cat "$(DATA)/cache/layers.txt"; exit 1; }

translations: ready-for-tests
	@echo "Translations"
	@"$(BIN)/python" tools/messages.py --check

# --- for those who write the program -------------------------------------------------------------

format: ready-for-tests
	@"$(BIN)/ruff" check --quiet --fix
	@"$(BIN)/ruff" format --quiet
	@"$(BIN)/python" tools/templates.py format

# Collects what is to be translated into the .po files.
messages: ready
	@"$(BIN)/python" tools/messages.py

# How fast calendars are, on this machine: make bench, or make bench QUICK=--quick to see that it works.
bench: ready-for-tests
	@"$(BIN)/python" -m bench.bookings $(QUICK)
	@"$(BIN)/python" -m bench.programme $(QUICK)

# Makes the pictures that stand in the README.
screenshots: ready-for-tests
	@"$(BIN)/python" tools/screenshots.py

# Writes docs/settings.md from the code.
settings-page: ready
	@"$(BIN)/python" tools/settings_page.py

# Chooses versions anew: all of them with make lock NEWER=--upgrade.
lock: ready-for-tests
	@"$(PYTHON)" tools/lock.py "$(BIN)/uv" $(NEWER)

# The package that a town installs: templates, static files and translations inside.
dist: ready
	@rm -rf "$(DATA)/dist"
	@PODWORKO_ASSETS="$(abspath $(DATA))/assets" "$(BIN)/python" -m build --wheel --no-isolation --outdir "$(DATA)/dist" >"$(DATA)/cache/dist.txt" 2>&1 || \
	  { cat "$(DATA)/cache/dist.txt"; exit 1; }
	@ls "$(DATA)"/dist/*.whl

# Removes what was built; the database, files and mail stay.
clean:
	rm -rf "$(DATA)/env" "$(DATA)/node_modules" "$(DATA)/assets" "$(DATA)/cache" "$(DATA)/dist" "$(DATA)/stamps"
