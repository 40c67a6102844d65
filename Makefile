# make video      the comparison film, 1080p60, to media/
# make test       all tests but the slow ones
# make test-slow  every film in every mode of Manim's command line
# make lint       ruff and the order of imports; make types checks the types
# make lecture    all films as a spoken lecture with slides, to lecture/
# make films      every film at 1080p60, and a race from a file
# make pictures   the README's pictures, from the films
# make clips      a short clip of each film for the site, from the films
# make bench      the figures that the README quotes
# make docs       the site, to build/docs; its warnings are errors
# make pages      an interactive page of each race for the site, to media/pages
# make wheel      the package that others install, to dist/
# make setup      only what films need: system packages and .venv
#
# TORCH_INDEX=URL takes torch from another package index, for example one with CPU builds.
# PYTHON=python3.12 chooses the interpreter that .venv is made with.

PYTHON ?= python3
TORCH_INDEX ?=
SHELL := /bin/bash
BIN := .venv/bin
READY := .venv/ready
PIP := $(BIN)/python -m pip install -q -c constraints.txt
PAGES := media/pages/index.html
TORCH := $(shell sed -n 's/^torch==/torch==/p' constraints.txt)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup video lecture films pictures clips test test-slow bench lint types docs pages wheel clean
.DEFAULT_GOAL := video

setup: $(READY)

# What films need. Each extra of pyproject.toml comes on top when a target first asks for it, and
# leaves a file of its own: .venv/ready-test, .venv/ready-bench, ….
$(READY): pyproject.toml constraints.txt tools/system-packages
	@tools/system-packages "$(PYTHON)"
	@test -x $(BIN)/python || { echo "Making .venv"; "$(PYTHON)" -m venv .venv; }
	@echo "Installing the pinned Python packages into .venv"
	@$(PIP) $(if $(TORCH_INDEX),--index-url "$(TORCH_INDEX)") $(TORCH)
	@$(PIP) -e .
	@touch $@

$(READY)-%: $(READY)
	@tools/system-packages "$(PYTHON)" $*
	@echo "Installing what $* needs into .venv"
	@$(PIP) -e '.[$*]'
	@touch $@

video: $(READY)
	@$(BIN)/manim -qh --progress_bar display scenes/compare.py
	@echo "The film: $$(find "$$PWD/media/videos/compare" -name 'Compare.mp4' -path '*1080p60*')"

lecture: $(READY)-slides $(READY)-voice
	@$(BIN)/optanim lecture --voice piper:joe

films: $(READY)
	@set -e; for scene in scenes/*.py; do $(BIN)/manim -qh "$$scene"; done
	@$(BIN)/optanim race himmelblau

pictures: $(READY)
	@$(BIN)/python tools/readme_pictures.py

clips: $(READY)
	@$(BIN)/python tools/clips.py

# A process for each processor, and no more than four: one that renders takes up to 2 GB.
test: $(READY)-test
	@$(BIN)/python -m pytest -n logical --maxprocesses 4

test-slow: $(READY)-test $(READY)-slow
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 -m slow

bench: $(READY)-bench
	@$(BIN)/python -m benchmarks

lint: $(READY)-lint
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

types: $(READY)-lint
	@$(BIN)/mypy

docs: $(READY)-docs $(PAGES)
	@$(BIN)/sphinx-build -q -W --keep-going -d build/doctrees docs build/docs
	@echo "The site: $$PWD/build/docs/index.html"

# The pages of the races that ship: minutes the first time, and kept until what makes them has changed.
pages: $(PAGES)

$(PAGES): $(wildcard optanim/page/*.py optanim/page/web/* optanim/look/words/en/*.toml races/*) | $(READY)-docs
	@$(BIN)/optanim page --gallery media/pages

wheel: $(READY)-test
	@$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation -w dist .
	@ls dist/*.whl

clean:
	rm -rf .venv build dist docs/api docs/maps media/clips media/pages media/videos media/images media/texts media/Tex media/trajectories
