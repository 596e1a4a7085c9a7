"""Moving a story in a plan: nothing is lost, nothing doubled, and pages between stay with their stories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.rearranging import NotThere, moved


def part(*stories, between=()):
    rows = [{"type": "item", "id": f"row-{one}", "value": one} for one in stories]
    pages = [{"type": "breath", "id": f"page-{n}", "value": {"after": n, "words": ""}} for n in between]
    return {"type": "part", "id": "x", "value": {"title": "", "stories": rows, "between": pages}}


FRONT = {"type": "front", "id": "f", "value": {"title": "Foreword"}}


def order(body):
    return [[row["value"] for row in block["value"]["stories"]] for block in body if block["type"] == "part"]


@pytest.mark.parametrize(
    ("story", "where", "after"),
    [
        (2, "up", [[2, 1], [3, 4]]),
        (1, "down", [[2, 1], [3, 4]]),
        (2, "down", [[1], [2, 3, 4]]),
        (3, "up", [[1, 2, 3], [4]]),
        (1, "part-1", [[2], [3, 4, 1]]),
        (4, "part-0", [[1, 2, 4], [3]]),
    ],
)
def test_a_story_moves_one_place_or_to_another_part(story, where, after):
    assert order(moved([FRONT, part(1, 2), part(3, 4)], story, where=where)) == after


@pytest.mark.parametrize(("story", "where"), [(1, "up"), (4, "down"), (9, "up"), (1, "part-7"), (1, "away"), (1, "")])
def test_where_there_is_no_such_place_nothing_moves(story, where):
    body = [part(1, 2), part(3, 4)]
    with pytest.raises(NotThere):
        moved(body, story, where=where)
    assert body == [part(1, 2), part(3, 4)]


def test_a_page_between_two_stories_stays_between_them_when_a_third_leaves():
    body = moved([part(1, 2, 3, between=[2]), part(4)], 1, where="part-1")
    assert [page["value"]["after"] for page in body[0]["value"]["between"]] == [1]


def test_a_page_after_a_story_stays_after_it_when_another_comes_in_before():
    body = moved([part(1), part(2, 3, between=[1])], 1, where="down")
    assert order(body) == [[], [1, 2, 3]]
    assert [page["value"]["after"] for page in body[1]["value"]["between"]] == [2]


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["up", "down", "part-0", "part-1", "part-3"])), max_size=20),
)
def test_however_often_stories_move_none_is_lost_or_doubled(sizes, moves):
    numbers = iter(range(sum(sizes)))
    body = [part(*(next(numbers) for _ in range(size)), between=range(size + 1)) for size in sizes]
    for story, where in moves:
        try:
            body = moved(body, story, where=where)
        except NotThere:
            continue
    assert sorted(one for rows in order(body) for one in rows) == list(range(sum(sizes)))
    for block in body:
        held = len(block["value"]["stories"])
        assert all(0 <= page["value"]["after"] <= held + len(sizes) * 5 for page in block["value"]["between"])
