"""Every PDF of a release keeps the list of pdf_checks.py, and the list notices each PDF that was spoilt."""

import io

import pikepdf
import pytest
import typst

from publication.formats import typesetting
from publication.formats.files import DOWNLOADS, PRINT_FILES
from tests.publication.formats import pdf_checks, structure, whole
from tests.publication.formats.pdf_promises import PAPER, TAGGED

NAMES = (*TAGGED, *PAPER)


def test_the_list_is_held_by_every_pdf_of_a_release():
    assert set(NAMES) == {name for name in (*DOWNLOADS, *PRINT_FILES) if name.endswith(".pdf")} == set(whole.pdfs())


@pytest.mark.parametrize("name", NAMES)
def test_a_finished_pdf_keeps_the_list(name):
    with pdf_checks.opened(name, whole.pdfs()[name], whole.edition()) as file:
        assert pdf_checks.faults(file) == []


def test_what_does_not_apply_has_a_reason_and_what_readers_get_is_asked_everything():
    known = {check.__name__ for check in pdf_checks.CHECKS}
    assert {check for check, _name in pdf_checks.NOT_FOR} <= known
    for name in TAGGED:
        assert {check for check, other in pdf_checks.NOT_FOR if other == name} == {"c2_its_pages_fill_whole_sheets"}


def links(document):
    return next(page for page in document.pages if page.get("/Annots"))


def tagged(document, role):
    return next(one for one in structure.elements(document) if str(one.S) == role)


def without_its_claims(document):
    document.Root.Metadata.write(document.Root.Metadata.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:rest"))


def another_title(document):
    document.docinfo["/Title"] = "booklet-final-2.pdf"


def no_title_shown(document):
    del document.Root.ViewerPreferences


def another_language(document):
    document.Root.Lang = pikepdf.String("cy")


def no_order_for_tab(document):
    del links(document).Tabs


def loose_paint(document):
    document.pages[6].contents_add(b"0 0 m 9 9 l S", prepend=False)


def a_level_left_out(document):
    tagged(document, "/H2").S = pikepdf.Name.H4


def a_silent_picture(document):
    tagged(document, "/Figure").Alt = pikepdf.String(" ")


def a_link_called_by_its_address(document):
    links(document).Annots[0].Contents = pikepdf.String("https://press.example/a/b")


def an_item_outside_a_list(document):
    tagged(document, "/L").S = pikepdf.Name.Div


def a_lost_bookmark(document):
    with document.open_outline() as outline:
        del outline.root[-1]


def a_lost_page(document):
    del document.pages[3]


def a_font_from_elsewhere(document):
    for held in document.objects:
        if isinstance(held, pikepdf.Dictionary) and held.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in held:
                    del held[key]


def another_order(document):
    kids = document.Root.StructTreeRoot.K
    body = kids[0].K if isinstance(kids, pikepdf.Array) else kids.K
    paragraphs = [place for place, one in enumerate(body) if one.S == "/P"]
    first, second = paragraphs[-1], paragraphs[-4]
    body[first], body[second] = body[second], body[first]


def an_editors_name(document):
    document.docinfo["/Author"] = "Rosa Lindqvist"


def a_program(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def small_letters(document):
    for page in document.pages:
        told = [
            ([operands[0], 7] if str(operator) == "Tf" else operands, operator)
            for operands, operator in pikepdf.parse_content_stream(page)
        ]
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(told))


def words_at_the_edge(document):
    """A page that is moved to the right, as if a line had no place to break."""
    document.pages[7].contents_add(b"q 1 0 0 1 90 0 cm", prepend=True)
    document.pages[7].contents_add(b"Q", prepend=False)


def a_moved_cut(document):
    for page in document.pages:
        page.trimbox = [0, 0, 400, 600]


SPOILT = {
    "b1_it_says_which_standards_it_keeps": without_its_claims,
    "b1_it_has_its_title": another_title,
    "b1_readers_show_the_title": no_title_shown,
    "b1_it_says_its_language": another_language,
    "b1_the_tab_key_follows_the_structure": no_order_for_tab,
    "b2_every_mark_is_owned_or_decoration": loose_paint,
    "b3_headings_come_in_their_order": a_level_left_out,
    "b4_every_picture_is_described": a_silent_picture,
    "b5_every_link_says_where_it_leads": a_link_called_by_its_address,
    "b6_every_tag_is_a_standard_one_in_its_place": an_item_outside_a_list,
    "b7_bookmarks_name_parts_and_pieces": a_lost_bookmark,
    "b7_a_page_has_the_number_that_it_shows": a_lost_page,
    "b8_every_font_is_in_the_file": a_font_from_elsewhere,
    "b8_the_structure_reads_in_order": another_order,
    "b9_it_names_nobody_and_no_moment": an_editors_name,
    "b9_it_holds_no_program_and_no_other_file": a_program,
    "b10_letters_are_large_and_dark_enough": small_letters,
    "c1_the_boxes_are_where_a_printer_looks": a_moved_cut,
    "c3_no_word_runs_over_the_edge": words_at_the_edge,
}
PRINTED = {"c2_its_pages_fill_whole_sheets": a_lost_page, "c1_the_boxes_are_where_a_printer_looks": a_moved_cut}


@pytest.mark.parametrize("check", SPOILT)
def test_the_list_notices_a_pdf_that_was_spoilt(check):
    assert noticed("booklet.pdf", whole.spoilt(whole.pdfs()["booklet.pdf"], SPOILT[check]), check)


@pytest.mark.parametrize("check", PRINTED)
def test_the_list_notices_a_printers_file_that_was_spoilt(check):
    assert noticed("print/inner.pdf", whole.spoilt(whole.pdfs()["print/inner.pdf"], PRINTED[check]), check)


def test_the_list_notices_a_locked_file():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole.pdfs()["booklet.pdf"])) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a lock", user=""))
    assert noticed("booklet.pdf", out.getvalue(), "b1_nothing_is_locked")


def test_the_list_notices_lines_that_are_too_long():
    source = "#set page(width: 148mm, height: 210mm, margin: 15mm)\n#set text(size: 5pt)\n" + "so many words " * 300
    data = typst.Compiler(source.encode(), font_paths=typesetting.fonts()).compile(format="pdf")
    assert noticed("booklet.pdf", data, "b10_lines_are_short_enough_to_find_the_next")


def test_every_check_of_the_list_was_shown_a_spoilt_file():
    beside = {"b1_nothing_is_locked", "b10_lines_are_short_enough_to_find_the_next"}
    assert {check.__name__ for check in pdf_checks.CHECKS} == {*SPOILT, *PRINTED, *beside}


def noticed(name, data, wanted):
    """Whether this check, of all that apply to the file, finds something in it."""
    (check,) = (one for one in pdf_checks.CHECKS if one.__name__ == wanted)
    assert not pdf_checks.reason(check, name)
    with pdf_checks.opened(name, data, whole.edition()) as file:
        return list(check(file))
