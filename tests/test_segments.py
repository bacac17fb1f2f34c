from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hpplan.plan.model import Clause, SetAside, Target
from hpplan.plan.segments import segments


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    text = draw(st.text(st.sampled_from("街道改造12，；。□[]"), min_size=1, max_size=30))

    def quote() -> str:
        begin = draw(st.integers(0, len(text) - 1))
        return text[begin : draw(st.integers(begin + 1, len(text)))]

    quotes = [quote() for _n in range(draw(st.integers(0, 4)))] + draw(
        st.sampled_from([[], ["无"]])
    )
    return Clause.model_construct(
        id="1.1",
        leads=("a",),
        text=text,
        targets=tuple(
            Target.model_construct(id=f"1.1{letter}", name="事项", kind="duty", quote=each)
            for letter, each in zip("abcdef", quotes, strict=False)
        ),
        set_aside=tuple(
            SetAside.model_construct(quote=quote(), why="原则")
            for _n in range(draw(st.integers(0, 2)))
        ),
    )


@given(clauses())
def test_the_segments_of_a_clause_are_its_text(clause: Clause) -> None:
    found = segments(clause)
    assert "".join(each.text for each in found) == clause.text
    assert all(each.text for each in found)
    for left, right in pairwise(found):
        assert (left.targets, left.aside) != (right.targets, right.aside)
    for each in clause.targets:
        quoted = "".join(part.text for part in found if each.id in part.targets)
        assert quoted == (each.quote if each.quote in clause.text else "")
    covered = "".join("x" * len(part.text) if part.aside else part.text for part in found)
    expected = list(clause.text)
    for aside in clause.set_aside:
        begin = clause.text.index(aside.quote)
        expected[begin : begin + len(aside.quote)] = "x" * len(aside.quote)
    assert covered == "".join(expected)
