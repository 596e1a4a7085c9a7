"""What may be called ready: nothing that a later step would stumble over."""

import pytest

from stories.actions.preparing import refuse_unfinished
from stories.states import NotAllowedNow
from stories.working_copy import UNSEEN, WorkingCopy


def copy(**changes) -> WorkingCopy:
    values = {"title": "The lamp", "text": "It was on.", "kind": "prose", "unseen": tuple(UNSEEN)}
    return WorkingCopy(**values | changes)


def test_a_finished_copy_may_be_checked():
    refuse_unfinished(copy())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": "  "}, "no title"),
        ({"text": " \n"}, "empty"),
        ({"unseen": ()}, "no tool can see"),
        ({"text": "Ring my mum on 07700 900123."}, "no decision yet"),
    ],
)
def test_an_unfinished_copy_is_refused_with_what_is_missing(changes, says):
    with pytest.raises(NotAllowedNow, match=says):
        refuse_unfinished(copy(**changes))
