# Two commands on a fresh machine: `make demo` and `make test`. Each sets up what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
TRANSLATIONS := reversibility/web/translations
MO := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/messages.po))
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url \
  --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe

.PHONY: help demo demo-serve screens test check serve bench corpus fuzz replay zonemaster format requirements translations clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(VENV)/.runtime $(MO) ## A fictional practice, from its domain name to its exit plan (var/demo)
	@$(BIN)/python -m tests.demo

demo-serve: $(VENV)/.runtime $(MO) ## Look around in the browser at what the demo left
	@$(BIN)/python -m tests.demo --serve

serve: $(VENV)/.runtime $(MO) ## Serve the pages, with one worker, on http://127.0.0.1:8000
	@$(BIN)/reversibility serve

test: $(VENV)/.test $(MO) .browser ## All tests, on SQLite and PostgreSQL, in a real browser
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

screens: $(VENV)/.test $(MO) .browser ## A picture of every page, wide and on a telephone, in both languages (var/screens)
	@$(BIN)/python -m tests.walks.screens var/screens

check: $(VENV)/.test $(MO) ## Linters, types, import contracts, templates, spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --profile jinja --lint --quiet reversibility/web/templates
	@$(BIN)/codespell

bench: $(VENV)/.test .wrk ## Figures, one line each, with their goal
	@$(BIN)/python -m tests.bench

corpus: $(VENV)/.runtime ## Score the parsers on recorded answers: make corpus CORPUS=folder
	@[ -n "$(CORPUS)" ] || { echo "Say where the corpus is: make corpus CORPUS=folder"; exit 2; }
	@$(BIN)/python $(CORPUS)/score.py --type both --batch '$(BIN)/python -m probes parse --batch'
	@$(BIN)/python -m tests.calibration.recorded $(CORPUS)

fuzz: $(VENV)/.runtime ## Mangled answers for every reader, dangerous addresses on every way: make fuzz [CORPUS=folder]
	@$(BIN)/python -m tests.fuzz $(if $(CORPUS),--corpus $(CORPUS))

replay: $(VENV)/.runtime ## Check recorded names over the wire, against what was expected: make replay CORPUS=folder
	@[ -n "$(CORPUS)" ] || { echo "Say where the corpus is: make replay CORPUS=folder"; exit 2; }
	@$(BIN)/python -m tests.replay --corpus $(CORPUS)

zonemaster: $(VENV)/.runtime .zonemaster ## Zonemaster's opinion on every zone of the test universe beside ours (as root)
	@$(BIN)/python -m tests.zonemaster

format: $(VENV)/.test ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

requirements: $(VENV)/.test ## Compile the pinned requirements from pyproject.toml
	@$(COMPILE) --output-file requirements.txt pyproject.toml
	@$(COMPILE) --extra test --constraint requirements.txt --output-file tests/requirements.txt pyproject.toml

translations: $(VENV)/.test ## Bring the English page texts up to date with the templates
	@$(BIN)/pybabel -q extract -F $(TRANSLATIONS)/babel.cfg --ignore-dirs '.*' -k lazy_gettext --no-location --omit-header -o var/messages.pot reversibility/web
	@$(BIN)/pybabel -q update -i var/messages.pot -d $(TRANSLATIONS) --no-fuzzy-matching --omit-header --width 100

clean: ## Remove what these targets made, data of the demo included
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A catalogue without a header counts as fuzzy as a whole, and would be left out in silence.
%.mo: %.po | $(VENV)/.runtime
	@$(BIN)/pybabel -q compile --use-fuzzy -i $< -o $@

$(VENV)/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) --version). Another one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/pip
	@echo "Installing the pinned packages of requirements.txt ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.runtime
	@echo "Installing the test tools of tests/requirements.txt ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

# wrk is what RDAP is measured against; Debian's, for the same reason as the browser below.
.PHONY: .wrk
.wrk:
	@command -v wrk >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing wrk for the figures ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wrk >/dev/null; \
	else echo "The RDAP figures need wrk. On Debian: sudo apt-get install wrk"; exit 1; fi

.PHONY: .zonemaster
.zonemaster:
	@command -v zonemaster-cli >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing zonemaster-cli for the second opinion ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends zonemaster-cli >/dev/null; \
	else echo "The second opinion needs zonemaster-cli. On Debian: sudo apt-get install zonemaster-cli"; exit 1; fi

# The browser of the tests is Debian's: nothing is downloaded outside the package manager.
.PHONY: .browser
.browser:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "The browser tests need Chromium. On Debian: sudo apt-get install chromium"; exit 1; fi
