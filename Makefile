# Everything one does with YHES; `make` lists it. Nothing here needs more than a fresh clone.

PORT ?= 8000
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
PYTEST := $(PYTHON) -m pytest -n 2 --dist worksteal
PACKAGES := manage.py yhes projects peercoaching surveys roadmap scripts tests
ifeq ($(shell uname),Darwin)
BREW := $(shell brew --prefix 2>/dev/null)
export DYLD_FALLBACK_LIBRARY_PATH := $(BREW)/lib
# Homebrew keeps these two out of the way.
export PATH := $(BREW)/opt/postgresql@17/bin:$(BREW)/opt/openjdk/bin:$(PATH)
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset run test test-embedded bench check fix messages

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## what running YHES needs (the other commands call it)
	@scripts/setup.sh

demo: setup ## the whole portal with demo data on http://127.0.0.1:8000 (PORT=8010 for another)
	@YHES_DEMO=1 SITE_URL=http://127.0.0.1:$(PORT) LOG_LEVEL=WARNING $(MANAGE) demo --port $(PORT)

demo-reset: setup ## delete the demo's data
	@YHES_DEMO=1 $(MANAGE) demo --reset

run: setup ## the portal with debugging and automatic reload, with the data in var/
	@DEBUG=1 SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) serve --port $(PORT)

test: ## every test on PostgreSQL, Redis and Chromium
	@scripts/setup.sh --tests
	$(PYTEST)

test-embedded: ## the same once more on the embedded default, but for browsers and faults
	@scripts/setup.sh --tests
	$(PYTEST) --embedded

bench: ## speed and size beside the barest way to do the same (BENCH="answering counting", BENCH=--quick)
	@scripts/setup.sh --tests
	$(PYTHON) -m tests.benchmarks $(BENCH)

check: ## everything that can be checked without running tests
	@scripts/setup.sh --dev
	@scripts/check.sh

fix: ## put the code in order, as far as tools can
	@scripts/setup.sh --dev
	$(PYTHON) -m ruff check --fix $(PACKAGES)
	$(PYTHON) -m ruff format $(PACKAGES)

messages: ## bring locale/*.po up to date with the sources
	@scripts/setup.sh --dev
	@scripts/messages.sh
