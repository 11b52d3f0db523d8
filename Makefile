# Two commands matter: `make run` starts the whole system, `make test` checks all of it. Both begin by preparing
# their own Python in this folder (.tools holds uv, .venv everything else); nothing outside it is touched.

UV_VERSION := 0.13.9
UV := .tools/bin/uv
PYTHON := .venv/bin/python
ASSISTANT := .venv/bin/assistant

# Trust the machine's own certificates, so that a company's proxy works.
export UV_SYSTEM_CERTS := 1
# Another active virtual environment must not be installed into.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help run test check train lock clean

help:  ## what can be done here
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.project  ## start the whole system: make run [ARGS="--port 9000"]
	@exec $(ASSISTANT) up $(ARGS)

test: check  ## all checks, then all tests: make test [ARGS="-k desk"]
	@echo "==> tests"
	@$(PYTHON) -m pytest $(ARGS)

check: .venv/.development  ## style, types, and the content of data/
	@echo "==> ruff"
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@echo "==> mypy"
	@.venv/bin/mypy
	@echo "==> content"
	@$(ASSISTANT) train --check

train: .venv/.project  ## train the model if its inputs changed
	@$(ASSISTANT) train

lock: .tools/.uv-$(UV_VERSION)  ## write requirements*.txt anew from requirements*.in: make lock [ARGS=--upgrade]
	@for set in requirements requirements-dev; do \
	    echo "==> $$set.txt"; \
	    UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --generate-hashes --no-emit-index-url \
	        --no-emit-find-links --python-version "$$(cat .python-version)" $(ARGS) $$set.in -o $$set.txt || exit 1; \
	done

clean:  ## remove what was installed and built (the data folder var/ stays)
	@rm -rf .tools .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .rasa
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each stands for a step that is done, and is older than its inputs when the step must be done again.
# (Installed files cannot stand for themselves: they keep the dates of what they were copied from.)

.tools/.uv-$(UV_VERSION):
	@echo "==> uv $(UV_VERSION)"
	@python3 -m venv --clear .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.python: .python-version .tools/.uv-$(UV_VERSION)
	@echo "==> Python $$(cat .python-version)"
	@$(UV) venv --quiet --clear --python "$$(cat .python-version)" .venv
	@touch $@

.venv/.requirements: requirements.txt .venv/.python
	@echo "==> requirements (about 180 packages; the first time this takes a few minutes)"
	@$(UV) pip sync --quiet --python $(PYTHON) --require-hashes requirements.txt
	@touch $@

.venv/.project: pyproject.toml .venv/.requirements
	@echo "==> the project itself"
	@$(UV) pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.development: requirements-dev.txt .venv/.project
	@echo "==> what tests need"
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements-dev.txt
	@touch $@
