"""The frozen input: it comes back exactly, and nothing else is taken for it."""

import json

import pytest

from publication.formats.edition import BadEdition, digest, from_data, to_data
from tests.publication.formats import texts


@pytest.fixture
def edition():
    return texts.edition(texts.sources())


def test_an_edition_comes_back_from_its_data_exactly(edition):
    assert from_data(json.loads(json.dumps(to_data(edition)))) == edition


def test_the_digest_is_that_of_the_words_and_their_order(edition):
    assert digest(edition) == digest(from_data(to_data(edition)))
    assert digest(edition) != digest(texts.edition(texts.sources()[::-1]))
    assert digest(edition) != digest(texts.edition(texts.sources(), number="2027.2"))


def changed(path, value):
    def change(data):
        *way, last = path
        for step in way:
            data = data[step]
        if value is None:
            del data[last]
        else:
            data[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed(["year"], "2027"), "edition.year is not a whole number"),
        (changed(["year"], True), "edition.year is not a whole number"),
        (changed(["title"], 7), "edition.title is not text"),
        (changed(["subtitle"], None), "edition has the fields"),
        (changed(["agent"], "x"), "edition has the fields"),
        (changed(["front"], {}), "edition.front is not a list"),
        (changed(["front", 0, "kind"], "advertisement"), "front.0..kind is none of foreword"),
        (changed(["parts", 0, "stories"], "x"), "parts.0..stories is not a list"),
        (changed(["parts", 0, "stories", 0, "code"], 3), "stories.0..code is not text"),
        (changed(["parts", 0, "stories", 0, "kind"], "rumour"), "stories.0..kind is none of prose"),
        (changed(["parts", 0, "stories", 1, "code"], "S-27-0001"), "hold one story twice"),
        (changed(["parts", 0, "stories", 0, "tree", "version"], 9), "stories.0..tree: not a story of version"),
        (changed(["parts", 0, "stories", 0, "tree"], "x"), "stories.0..tree: not a story"),
        (changed(["help", 0, "address"], "x"), "help.0. has the fields"),
        (changed(["imprint", 0], 1), "imprint.0. is not text"),
    ],
)
def test_data_that_is_no_edition_is_refused_with_its_place(edition, change, says):
    data = json.loads(json.dumps(to_data(edition)))
    change(data)
    with pytest.raises(BadEdition, match=says):
        from_data(data)


def test_what_is_no_object_is_refused():
    with pytest.raises(BadEdition, match="edition is not an object"):
        from_data([])
