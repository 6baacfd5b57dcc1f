# SOCIOPOINT: `make run` serves the product, `make test` passes every check. Both start from Python 3.11, make and a
# package index. Say `make help` for the rest.

PYTHON ?= python3.11
HOST ?= 127.0.0.1
PORT ?= 8000
SITE_ADDRESS ?= http://$(HOST):$(PORT)
BIN := .venv/bin
WITHOUT_DATABASE := DATABASE_URL=postgresql://nobody@nowhere/none DJANGO_SETTINGS_MODULE=sociopoint.settings
WITH_TEST_DATABASE := SOCIOPOINT_CLUSTER=test-postgres SOCIOPOINT_CLUSTER_UNSAFE=1 $(BIN)/python -m sociopoint.embedded

.DEFAULT_GOAL := help
.PHONY: help run test check bench assets messages lock clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1|/' | column -t -s '|'

run: export SITE_ADDRESS := $(SITE_ADDRESS)
run: .venv/ready  ## set everything up and serve on http://$(HOST):$(PORT)/
	@exec $(BIN)/python manage.py serve --host $(HOST) --port $(PORT)

test: .venv/ready-dev  ## every check and every test, on a database of their own
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(WITHOUT_DATABASE) $(BIN)/mypy sociopoint situations catalogue network inquiries
	$(WITHOUT_DATABASE) $(BIN)/python -m sociopoint.messages
	$(WITH_TEST_DATABASE) sh .ci/checks
	$(WITH_TEST_DATABASE) $(BIN)/pytest --numprocesses=auto --dist=worksteal

bench: .venv/ready-dev  ## measure the speed and print the table (about a quarter of an hour)
	$(WITH_TEST_DATABASE) $(BIN)/python -m tests.bench

assets: .venv/ready-dev  ## compile the style sheets from static/scss (needs npm); the result is committed
	npm ci --no-audit --no-fund
	npm run build

messages: .venv/ready-dev  ## collect the texts to translate into locale/
	$(WITHOUT_DATABASE) $(BIN)/python -m sociopoint.messages --update

lock: .venv/ready-dev  ## pin the dependencies of pyproject.toml anew
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

.venv/bin/python:
	@echo "Creating the virtual environment .venv …"
	@$(PYTHON) -m venv .venv

.venv/ready: requirements.txt | .venv/bin/python
	@echo "Installing the locked dependencies …"
	@$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing the locked dependencies, those of the tests too …"
	@$(BIN)/pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.txt
	@touch $@ .venv/ready

clean:  ## remove the virtual environment and the embedded database
	rm -rf .venv var
