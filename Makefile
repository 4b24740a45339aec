# The commands of the project; `make demo` and `make test` do all the set-up they need.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
KG     := $(BIN)/kg

.PHONY: demo test serve lint fmt bench lock docs golden frontend screenshots clean

demo: $(VENV)/.installed
	$(KG) build
	$(KG) validate
	$(KG) ask who-fled
	$(KG) ask chain
	@echo "The graph is in data/graph/hearsay.ttl; next: $(KG) questions" >&2

test: lint
	$(BIN)/python -m pytest

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fmt: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/agreement.py
	$(BIN)/python benchmarks/flagship.py
	$(BIN)/python benchmarks/quality.py --dry-run
	$(BIN)/python benchmarks/names.py

# Pages, RDF and SPARQL at http://127.0.0.1:8000/ until Ctrl-C.
serve: $(VENV)/.installed
	$(KG) serve

# What is generated from the code and the data: reference pages, counts in the README, golden files.
docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

golden: $(VENV)/.installed
	$(KG) build
	$(BIN)/python -m tests.regenerate_golden

# The SPARQL editor, from npm; without it that page is a plain form. A wheel built afterwards carries it.
frontend:
	$(PYTHON) frontend/vendor.py

# The pictures of the pages in docs/images; they take Chromium.
screenshots: $(VENV)/.installed
	$(BIN)/python docs/screenshots.py

# The lock holds hashes and no index address.
lock: $(VENV)/.installed
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras \
	  --allow-unsafe --extra dev --extra serve --output-file requirements.lock pyproject.toml

$(VENV)/.installed: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
