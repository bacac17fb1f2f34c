# What is done often. Each recipe is a plain command, which works without just as well: see
# CONTRIBUTING.md. just is at https://just.systems.

bin := ".venv/bin"
fast := "not slow and not office and not browser"

# Show what there is.
default:
    @just --list --unsorted

# Make the environment: everything pinned, hpplan itself editable.
setup:
    python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]'

# Run all tests.
test *options:
    {{ bin }}/pytest -n auto --dist loadgroup {{ options }}

# Run the tests that need neither patience nor another program: under a minute.
test-fast *options:
    {{ bin }}/pytest -n auto --dist loadgroup -m "{{ fast }}" {{ options }}

# Look for mistakes without running anything.
lint:
    {{ bin }}/ruff check
    {{ bin }}/ruff format --check
    {{ bin }}/mypy

# Bring the catalogues of translations up to date with the code.
messages:
    {{ bin }}/python tools/messages.py

# Write what is printed now into the expected outputs; read the diff before you commit it.
snapshots *options:
    {{ bin }}/pytest -n auto --dist loadgroup --update-golden {{ options }}

# Tell which branches no test takes; fewer than 98% that one takes are a failure.
coverage *options:
    {{ bin }}/pytest -n auto --dist loadgroup --cov {{ options }}

# Build the pages under docs/ as a site, in build/site; a dead link fails it.
docs:
    python3 -m venv .venv
    {{ bin }}/pip install -q -c constraints.txt -e '.[docs]'
    {{ bin }}/python tools/site.py

# Measure how long commands take, as ratios to bare Python.
bench *options:
    {{ bin }}/python tests/bench/bench.py {{ options }}

# Run what a change must pass, on a clean copy of the commit.
ci:
    .ci/run
