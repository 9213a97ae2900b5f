# Two commands to know: `make run` and `make test`. Each sets up what it needs, in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CONFIG ?= config/feedsvc.toml
ORDERS ?= 10
SEED   ?= 0

.PHONY: help run test check quality train format lock clean

help:  ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(VENV)/runtime  ## Ingest seeds/, publish, and serve until Ctrl-C
	@$(BIN)/feedsvc ingest --config $(CONFIG) || [ $$? -eq 1 ]  # losses are told; the rest is served
	@exec $(BIN)/feedsvc run --config $(CONFIG)

test: $(VENV)/dev  ## Run all tests
	$(BIN)/python -m pytest -n auto $(TESTS)

check: $(VENV)/dev  ## Check format, lint, types, layers; then run all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MAKE) test

quality: $(VENV)/dev  ## Hold scores to floors: make quality CORPUS=labeled/pages [FOLDS=var/folds] DEDUP=labeled/sets [PAGES=dumped/pages SEED=0]
	@test -n "$(CORPUS)$(DEDUP)" || { echo "name labeled pages or sets: make quality CORPUS=... DEDUP=..." >&2; exit 2; }
	@test -z "$(CORPUS)" || $(BIN)/python -m benchmarks.extraction $(CORPUS) $(if $(FOLDS),--held-out $(FOLDS))
	@test -z "$(DEDUP)" || $(BIN)/python -m benchmarks.dedup $(DEDUP) --orders $(ORDERS) --seed $(SEED)
	@test -z "$(DEDUP)" || $(BIN)/python -m benchmarks.dedup $(DEDUP) --extract --orders 3 --seed $(SEED)
	@test -z "$(PAGES)" || $(BIN)/python -m benchmarks.dumps $(PAGES) --seed $(SEED)

train: $(VENV)/dev  ## Train: make train CORPUS=labeled/pages, or folds: FOLDS=var/folds; HTML too: LINES=var/lines
	@test -n "$(CORPUS)" || { echo "name the corpus: make train CORPUS=..." >&2; exit 2; }
	$(BIN)/python -m pip install -qq --disable-pip-version-check 'torch>=2.13,<3'
	$(BIN)/python -m benchmarks.train_labeler $(CORPUS) $(if $(FOLDS),--cross-validate $(FOLDS))
	@test -z "$(LINES)" || $(BIN)/python -m benchmarks.train_html $(CORPUS) --line-weights $(LINES)

format: $(VENV)/dev  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/dev  ## Refresh the lock files from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) --output-file requirements/runtime.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) --output-file requirements/dev.lock --group dev pyproject.toml

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --all-extras

clean:  ## Remove the environment and the caches, never the data in var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

# The stamps: an environment is set up once, and again when what it is made from changes.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: $(VENV)/bin/python requirements/runtime.lock pyproject.toml
	@echo "installing into $(VENV), which takes about a minute ..."
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/runtime.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/dev: $(VENV)/bin/python requirements/dev.lock pyproject.toml
	@echo "installing into $(VENV), which takes about two minutes ..."
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/runtime
