# What people type. Each target sets up what it needs; nothing but Python >= 3.11 and make is assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help site serve test check bench seed lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 12

$(VENV)/.installed: pyproject.toml
	@echo "setting up $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with PYTHON=...") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "adding the tools for tests and checks to $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

site: $(VENV)/.installed ## refresh the catalog and write the site to _site/ (works without a network)
	@status=0; $(BIN)/modelatlas refresh || status=$$?; \
	if [ $$status -eq 3 ]; then echo "note: published, but not everything is fresh (see above)"; status=0; fi; \
	if [ $$status -eq 0 ]; then echo "the site is in _site/: look at it with 'make serve'"; fi; exit $$status

serve: ## serve _site/ on http://127.0.0.1:8000/
	@test -e _site/index.html || $(MAKE) --no-print-directory site
	@$(BIN)/modelatlas serve

test: $(VENV)/.installed-dev ## run every test, a file to a process
	@echo "running the tests"
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/.installed-dev ## lint, format and types, of Python and JavaScript
	@echo "ruff"; $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "mypy"; $(BIN)/mypy
	@echo "pyright"; $(BIN)/basedpyright
	@echo "deno"; cd site && ../$(BIN)/deno check --quiet *.js && ../$(BIN)/deno lint --quiet

bench: $(VENV)/.installed-dev ## measure speed and memory (recordings: MODELATLAS_RECORDINGS)
	@$(BIN)/python -m benchmarks

seed: $(VENV)/.installed ## rebuild data/seed/ from the newest archived answers (for maintainers)
	@$(BIN)/modelatlas make-seed openrouter

lock: ## write .ci/constraints.txt anew, with the newest versions (on Python 3.11; run the tests afterwards)
	@work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && $(PYTHON) -m venv "$$work" && \
	"$$work/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]' hatchling editables && \
	{ "$$work/bin/python" -c 'import platform as p; print(f"# Python {p.python_version()} {p.system()} {p.machine()}")'; \
	echo "# What '.[dev]' and its build installed there, exactly. Written by 'make lock'."; \
	"$$work/bin/python" -m pip freeze --exclude-editable; } >"$$work/new" && cp "$$work/new" .ci/constraints.txt

clean: ## delete what can be built again; the archive stays
	rm -rf _site build dist .mypy_cache .ruff_cache .pytest_cache data/catalog.db data/carried.json data/folder.json
