# Everything lives in .venv and the data folder (.data): caches, temporary files and bytecode too,
# so that a checkout can be thrown away without a trace. Only `make lock` asks for more (uv).

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$p && break; done)
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-cache-dir --quiet
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev

export TMPDIR := $(CURDIR)/.data/tmp
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/cache/bytecode
# Each of the many processes would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
export RUFF_CACHE_DIR := $(VENV)/cache/ruff
export MYPY_CACHE_DIR := $(VENV)/cache/mypy
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.data/hypothesis

DEMO_FLAGS := $(if $(OPEN),--open) $(if $(CRASH),--crash)

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint up setup lock bench

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

demo: $(RUNTIME) | .data/tmp ## Play a whole incident on this machine (OPEN=1, CRASH=1, ARGS=...)
	@$(BIN)/shirase demo $(DEMO_FLAGS) $(ARGS)

test: $(DEV) | .data/tmp ## Run the tests (ARGS=...)
	@$(BIN)/python -m pytest $(ARGS)

test-all: $(DEV) | .data/tmp ## Run all tests, the long ones too
	@$(BIN)/python -m pytest -m '' $(ARGS)

bench: $(DEV) | .data/tmp ## Measure, one JSON object a line (FULL=1, ARGS="waves events")
	@$(BIN)/python -m bench.run $(if $(FULL),--full) $(ARGS)

lint: $(DEV) | .data/tmp ## Check style, types and borders
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-logo --cache-dir $(VENV)/cache/imports

up: $(RUNTIME) | .data/tmp ## Run server, intake, mailroom and worker until Ctrl-C
	@$(BIN)/shirase up $(ARGS)

setup: $(DEV) ## Install everything into .venv
	@echo 'Everything is installed.'

lock: | .data/tmp ## Compile the locks anew from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo 'make lock needs the program uv on PATH (or UV=...).'; exit 1; }
	@$(UV) pip compile $(LOCK_FLAGS) --all-extras --output-file requirements-dev.lock pyproject.toml
	@$(UV) pip compile $(LOCK_FLAGS) --extra embedded --extra build \
		--constraints requirements-dev.lock --output-file requirements.lock pyproject.toml

LOCK_FLAGS := --quiet --no-cache --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

.data/tmp:
	@mkdir -p $@
	@chmod 700 .data

# A Python that has gone or moved since the last time makes a new environment.
$(BIN)/python: | .data/tmp
	@test -n '$(PYTHON)' || { echo 'Shirase needs Python 3.11, 3.12 or 3.13 as python3 on PATH (or PYTHON=...).'; exit 1; }
	@echo 'Setting up $(VENV) ...'
	@$(PYTHON) -m venv --clear $(VENV) || { echo 'Python lacks its venv module: install it (on Debian: python3-venv).'; exit 1; }

$(RUNTIME): requirements.lock pyproject.toml $(BIN)/python
	@echo 'Installing what Shirase needs ...'
	@$(PIP) install --no-compile --require-hashes -r requirements.lock
	@$(PIP) install --no-compile --no-deps --no-build-isolation --editable .
	@touch $@

# The development lock holds the same versions and more, so it stands for the other one, too.
$(DEV): requirements-dev.lock requirements.lock pyproject.toml $(BIN)/python
	@echo 'Installing what Shirase and its tests need ...'
	@$(PIP) install --no-compile --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-compile --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@
