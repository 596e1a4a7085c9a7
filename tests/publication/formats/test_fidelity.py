"""Every word of every text, in order, and every line break of verse, is in each finished file."""

import re

import pytest

from publication.formats import epub, pdf, quote_cards, text, web
from publication.formats.edition import Quote
from stories import reading
from tests.publication.formats import fidelity, pdf_checks, texts
from tests.publication.formats.pdf_promises import TAGGED

CHROME = texts.Around()
URLS = web.Urls("/booklet/", lambda code: f"/booklet/{code}/", (web.File("Text", "/booklet/files/booklet.txt"),))


def bodies(sources):
    return [(source["id"], source["text"]) for source in sources]


@pytest.fixture(params=texts.FILES, ids=lambda file: file.stem, scope="module")
def sources(request):
    return texts.sources(request.param)


@pytest.fixture(scope="module")
def edition(sources):
    return texts.edition(sources)


@pytest.fixture(scope="module")
def pdfs(edition):
    return {
        "booklet.pdf": pdf.pdf(edition, pictures={}),
        "large-print.pdf": pdf.pdf(edition, pictures={}, variant="large"),
    }


@pytest.fixture(scope="module")
def printed(pdfs):
    return fidelity.pdf_text(pdfs["booklet.pdf"])


@pytest.mark.parametrize("name", TAGGED)
def test_the_pdfs_of_every_text_keep_the_list_of_promises(edition, pdfs, name):
    with pdf_checks.opened(name, pdfs[name], edition) as file:
        assert pdf_checks.faults(file) == []


def test_the_pdf_holds_every_word_and_every_line_of_every_text(sources, printed):
    fidelity.all_found(bodies(sources), printed)


def test_large_print_holds_every_word_and_every_line_of_every_text(sources, pdfs):
    fidelity.all_found(bodies(sources), fidelity.pdf_text(pdfs["large-print.pdf"]))


def test_the_text_file_holds_every_word_and_every_line_of_every_text(sources, edition):
    fidelity.all_found(bodies(sources), text.text(edition).decode())


def test_the_web_pages_hold_every_word_and_every_line_of_every_text(sources, edition):
    pages = web.pages(edition, CHROME, lambda sha256: f"/pictures/{sha256}", URLS)
    for source, piece in zip(sources, edition.stories(), strict=True):
        shown = fidelity.html_text(pages[f"{piece.code}/index.html"], ".story")
        assert fidelity.find(source["text"], fidelity.words_of(shown), name=source["id"])


def test_the_epub_holds_every_word_and_every_line_of_every_text(sources, edition):
    fidelity.all_found(bodies(sources), fidelity.epub_text(epub.epub(edition, pictures={})))


def test_the_cards_hold_every_word_and_every_line_of_what_is_quoted(sources, edition):
    for number, source in enumerate(sources):
        words = fidelity.quoted(source)
        quote = Quote(f"Q-27-{number:04d}", reading.from_text("", words, kind=source["kind"]))
        for shape in quote_cards.SHAPES:
            drawn = fidelity.words_on_card(quote_cards.drawn(quote, edition, shape, "pdf"))
            assert fidelity.find(words, fidelity.words_of(drawn), name=source["id"])
            assert fidelity.find(words, fidelity.words_of(quote_cards.said(quote, edition)), name=source["id"])


def test_titles_and_credits_stand_before_their_words(sources, edition, printed):
    for made in (printed, text.text(edition).decode()):
        words, after = fidelity.words_of(made), 0
        for source, piece in zip(sources, edition.stories(), strict=True):
            heading = f"{source['title']}\n{piece.tree.credit}"
            # The contents hold titles and credits too, so each is looked for right before its own first line.
            body = fidelity.find(source["text"], words, after)
            start = words.characters.rindex(fidelity.words_of(source["text"]).characters, after, body)
            before = words.characters[max(0, start - 400) : start]
            assert fidelity.words_of(heading.replace("\n", "")).characters in before.replace("=", "")
            after = body


@pytest.mark.parametrize("kind", ["pdf", "text"])
def test_indents_of_verse_are_kept(kind):
    edition = texts.one("Left\n    four\n        eight", kind="poem")
    if kind == "text":
        assert "Left\n    four\n        eight\n" in text.text(edition).decode()
        return
    places = fidelity.left_edges(pdf.pdf(edition, pictures={}), ["Left", "four", "eight"])
    assert places["four"] - places["Left"] == pytest.approx(places["eight"] - places["four"], abs=0.6)
    assert places["four"] - places["Left"] > 8


@pytest.mark.proof
def test_a_card_of_any_texts_first_words_holds_each_of_them_line_for_line(sources, edition):
    from publication.formats.edition import Quote
    from publication.formats.quote_cards import SHAPES, drawn, said
    from stories import passages, tree

    made = 0
    for source, piece in zip(sources, edition.stories(), strict=True):
        first = tree.body_text(piece.tree).split("\n")
        try:
            quoted = passages.passage(piece.tree, "\n".join(first[:2] if source["kind"] == "poem" else first[:1]))
        except passages.NotInTheStory:
            continue
        if passages.length(quoted) > passages.LONGEST:
            continue
        quote = Quote("Q-27-0001", quoted)
        for shape in SHAPES:
            shown = fidelity.words_on_card(drawn(quote, edition, shape, "pdf"))
            fidelity.find(tree.body_text(quoted), fidelity.words_of(shown), name=source["id"])
        fidelity.find(tree.body_text(quoted), fidelity.words_of(said(quote, edition)), name=source["id"])
        made += 1
    assert made > len(sources) / 3


def lost_word(made):
    return made.replace("kettle on", "kettle", 1)


def joined_lines(made):
    return re.sub(r"I know its word by heart\.\s+It says", "I know its word by heart. It says", made)


def torn_word(made):
    return made.replace("blinked", "bli nked", 1)


def joined_words(made):
    return made.replace("the kettle", "thekettle", 1)


def swapped_words(made):
    return made.replace("two mugs", "mugs two", 1)


@pytest.mark.parametrize("spoil", [lost_word, joined_lines, torn_word, joined_words, swapped_words])
def test_the_comparison_notices_a_file_that_was_spoilt(spoil):
    sources = texts.sources()
    made = fidelity.pdf_text(pdf.pdf(texts.edition(sources), pictures={}))
    fidelity.all_found(bodies(sources), made)
    assert spoil(made) != made
    with pytest.raises(fidelity.NotFaithful):
        fidelity.all_found(bodies(sources), spoil(made))
