"""Which words of a clause's text are accounted for."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from hpplan.checks.account import unaccounted
from hpplan.plan.model import Clause, SetAside


@given(st.text("查改、", max_size=14), st.lists(st.text("查改、", min_size=1, max_size=4)))
@example("查查查查查", ["查查"])
@example("查改查改查", ["查改查"])
def test_a_word_is_accounted_for_wherever_a_quote_stands(text: str, quotes: list[str]) -> None:
    clause = Clause.model_construct(
        id="1.1",
        leads=(),
        text=text,
        targets=(),
        set_aside=tuple(SetAside.model_construct(quote=quote, why="-") for quote in quotes),
    )
    held = {
        at
        for quote in quotes
        for begin in range(len(text))
        if text.startswith(quote, begin)
        for at in range(begin, begin + len(quote))
    }
    words = {at for at, character in enumerate(text) if character.isalnum()}
    stretches = unaccounted(clause)
    assert {at for span in stretches for at in range(*span)} & words == words - held
    assert all(begin in words and end - 1 in words for begin, end in stretches)
