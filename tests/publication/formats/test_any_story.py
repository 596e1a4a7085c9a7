"""Whatever blocks a story has and whatever is in them: every format holds its words in order, or refuses it by name."""

import io

import pikepdf
import pytest
from hypothesis import given, settings

from publication.formats import braille, epub, pdf, text, web
from publication.formats.edition import Edition, Part, Piece
from publication.formats.glyphs import CannotSet
from stories import tree
from stories.tree import StoryTree
from tests import tree_strategies
from tests.publication.formats import fidelity, hostile, leafy, pdf_promises, reading_order, texts

NOTE = "It is sad."


def edition(story: StoryTree) -> Edition:
    piece = Piece("S-27-0001", story, "", NOTE, 1, "prose")
    return texts.edition([], front=(), parts=(Part("", "", (piece,)),))


def pictures(story: StoryTree) -> dict[str, bytes]:
    return {one.sha256: leafy.PNG for one in tree.pictures(tree.normal(story))}


def wanted(story: StoryTree) -> list[tuple[str, str]]:
    """Each of its blocks in words; a picture in two, since formats place them differently."""
    nodes = tree.normal(story).nodes
    return [("a block", reading_order.heard(node)) for node in nodes if not isinstance(node, tree.Picture)]


def of_text(made: Edition, _pictures) -> str:
    return text.text(made).decode()


def of_epub(made: Edition, shown) -> str:
    return fidelity.html_text(fidelity.epub_pages(epub.epub(made, pictures=shown))["S-27-0001.xhtml"].decode(), "body")


def of_web(made: Edition, _pictures) -> str:
    pages = web.pages(made, texts.Around(), lambda sha256: f"/pictures/{sha256}", hostile.URLS)
    return fidelity.html_text(pages["S-27-0001/index.html"], ".story")


@pytest.mark.parametrize("read", [of_text, of_epub, of_web])
@settings(max_examples=60)
@given(story=tree_strategies.trees())
def test_every_block_is_in_its_place_or_the_story_is_refused_by_name(read, story):
    try:
        said = read(edition(story), pictures(story))
    except CannotSet as refused:
        assert refused.code == "S-27-0001"
        return
    fidelity.all_found(wanted(story), said)


def check_pdf(story: StoryTree, variant: str) -> None:
    made = edition(story)
    try:
        data = pdf.pdf(made, pictures=pictures(story), variant=variant)
    except CannotSet as refused:
        assert refused.code == "S-27-0001"
        return
    with pikepdf.open(io.BytesIO(data)) as document:
        file = pdf_promises.Finished("booklet.pdf", data, document, made)
        for promise in (
            pdf_promises.b2_every_mark_is_owned_or_decoration,
            pdf_promises.b3_headings_come_in_their_order,
            pdf_promises.b6_every_tag_is_a_standard_one_in_its_place,
        ):
            assert list(promise(file)) == []


@settings(max_examples=15)
@given(story=tree_strategies.trees())
def test_a_pdf_is_made_and_tagged_or_the_story_is_refused_by_name(story):
    check_pdf(story, "screen")


@pytest.mark.proof
@pytest.mark.parametrize("variant", pdf.VARIANTS)
@settings(max_examples=150)
@given(story=tree_strategies.trees())
def test_a_pdf_of_any_kind_is_made_and_tagged_or_the_story_is_refused_by_name(variant, story):
    check_pdf(story, variant)


@pytest.mark.proof
@settings(max_examples=60)
@given(story=tree_strategies.trees())
def test_any_story_has_braille_of_the_right_size(story):
    made = braille.braille(edition(story)).decode("ascii")
    assert all(len(line) <= 40 for page in made.split("\f") for line in page.split("\r\n"))
