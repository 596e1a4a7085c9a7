import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import canonical

names = st.text(st.characters(max_codepoint=127), max_size=8)
leaves = st.none() | st.booleans() | st.integers() | st.text()
records = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=20)


@given(records)
def test_a_record_can_be_read_back_from_its_bytes(record):
    assert json.loads(canonical(record)) == record


@given(st.dictionaries(names, leaves))
def test_the_order_in_which_a_record_was_filled_leaves_no_trace(record):
    assert canonical(dict(reversed(record.items()))) == canonical(record)


def test_the_bytes_are_those_of_rfc_8785():
    assert canonical({"b": [1, True, None], "a": 'é\n"'}) == '{"a":"é\\n\\"","b":[1,true,null]}'.encode()


@pytest.mark.parametrize("record", [1.5, {"a": [0.1]}, {"é": 1}, {1: "a"}])
def test_what_would_not_repeat_is_refused(record):
    with pytest.raises(TypeError):
        canonical(record)
