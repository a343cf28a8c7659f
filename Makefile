# Every target installs what it needs: Python packages into .venv, at the pinned versions, and system
# programs through scripts/install-system.sh, which says what it does and is quick when nothing is missing.

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench templates gallery messages lock dist system clean

help: ## show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) system ## check, fill and read sample applications, write notices in bulk; results in build/demo
	scripts/demo.sh

test: lint system ## lint, types, layers, then every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

lint: $(READY) ## style, types and layers only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(READY) ## rewrite the source in the project's style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# calibration.py makes data from folders of scans, and peers_extraction.py is read by the benchmark beside it.
FIGURES := $(filter-out %/calibration.py %/peers_extraction.py %/extraction_scans.py,$(wildcard benchmarks/*.py))

bench: $(READY) system ## run every benchmark; takes hours
	@set -e; for script in $(FIGURES); do echo "== $$script"; $(BIN)/python $$script; done
	@echo "== benchmarks/extraction_scans.py"
	$(BIN)/python benchmarks/scans/make.py --forms nm-ltci/application --count 9 --seed 900 -o build/scans
	$(BIN)/python benchmarks/extraction_scans.py build/scans

templates: $(READY) ## build the Word templates from their text sources
	$(BIN)/docforms template build $(patsubst %/pack.yaml,%,$(wildcard schemas/*/pack.yaml))

gallery: $(READY) system ## draw the first page of every form and document into docs/gallery
	$(BIN)/python scripts/gallery.py

messages: $(READY) ## bring the translation catalogues up to date with the source
	$(BIN)/python scripts/messages.py

lock: $(READY) ## pin the requirements again, keeping what need not move
	scripts/lock.sh

dist: $(READY) ## build sdist and wheel into dist/
	$(BIN)/python -m build --no-isolation

system:
	@scripts/install-system.sh

clean: ## remove what make produced, except the environment
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Hashes are checked by the first command; the second needs no network, for what it builds with is there.
$(READY): requirements/dev.txt pyproject.toml | system
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@
