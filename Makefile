# From a bare checkout, each target does its own set-up: `make run`, `make test` or `make check` is all it takes.
# Another Python (3.11, 3.12 or 3.13): make PYTHON=/path/to/python

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name -c '$(SUPPORTED)' 2>/dev/null; then echo $$name; break; fi; done)
endif

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
STAMP := .venv/installed
NODE := tests/acceptance/node
OCR := tesseract-ocr tesseract-ocr-fra tesseract-ocr-eng
MODULES := $(NODE)/node_modules/.package-lock.json

.PHONY: help install run test tesseract check bench lock clean

help:
	@echo "make install   .venv, with the hash-locked requirements and Paravent itself"
	@echo "make run       the demonstration: a letter, what leaves, what comes back, what is on record"
	@echo "make test      every test"
	@echo "make check     style, types, imports, documentation and translations"
	@echo "make bench     timings beside a plain pass-through of the same run, and of a long record"
	@echo "make lock      requirements/*.txt and the Node lock file, made anew from what they lock"
	@echo "make clean     remove what the targets above have made"

install: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(or $(PYTHON),false) -c '$(SUPPORTED)' || \
		{ echo "Paravent needs Python 3.11, 3.12 or 3.13: make PYTHON=/path/to/python"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

run: $(STAMP)
	$(BIN)/paravent demo

# Two at a time: most tests wait for a server half of the time. A file's tests run in order.
test: $(STAMP) $(MODULES) tesseract
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Reads images in tests, which are skipped (in CI: fail) without it. Installed where that takes nobody's leave.
tesseract:
	@if command -v tesseract >/dev/null && tesseract --list-langs | grep -qx fra; then :; \
	elif [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then echo "tesseract is not here: no test of images"; \
	elif ! { apt-get install --yes --no-install-recommends $(OCR) || \
		{ apt-get update && apt-get install --yes --no-install-recommends $(OCR); }; } >/dev/null 2>&1; \
	then echo "apt-get install failed: no test of images"; fi

# The Node SDKs of the acceptance tests, which are skipped (in CI: fail) where these are missing.
$(MODULES): $(NODE)/package.json $(NODE)/package-lock.json
	@if ! command -v npm >/dev/null; then echo "npm is not here: no test with the Node SDKs"; \
	elif ! (cd $(NODE) && npm ci --silent --no-audit --no-fund); then echo "npm ci failed: no test with the Node SDKs"; \
	else touch $@; fi

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/documentation.py --check
	$(BIN)/python scripts/translations.py --check

bench: $(STAMP)
	$(BIN)/python -m bench
	$(BIN)/python -m bench audit

lock:
	scripts/lock.sh $(PYTHON)

clean:
	rm -rf .venv build dist *.egg-info $(NODE)/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
