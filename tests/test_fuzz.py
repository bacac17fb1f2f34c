"""Any bytes in place of a file: no exception, and every fault at a place of the file."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzzing
from fuzz.fuzz import mutated

RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = list(fuzzing.seeds())


@pytest.mark.parametrize("name", fuzzing.TARGETS)
def test_the_corpus_itself(name: str) -> None:
    files = [data for target, data in SEEDS if target == name]
    assert len(files) >= 40
    for data in files:
        fuzzing.TARGETS[name][0](data)


@RELAXED
@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
def test_a_mutated_file(seed: tuple[str, bytes], number: int) -> None:
    name, data = seed
    fuzzing.TARGETS[name][0](mutated(data, random.Random(number)))  # noqa: S311


@RELAXED
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_bytes_behind_a_header(row: bytes, more: bytes) -> None:
    fuzzing.progress(b"date,target,value,note,evidence,recorded\n" + row + b"\n" + more)


@RELAXED
@given(st.text(max_size=300))
def test_any_text_as_a_plan(text: str) -> None:
    fuzzing.plan(text.encode("utf-8", "surrogatepass"))
