"""What a finished PDF promises: B1 to B10 for those who read or listen, C1 and C2 for print shops.

Each promise takes a finished file and yields its faults as sentences. Which file keeps which stands in pdf_checks.py.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2

from publication.formats import wording
from publication.formats.edition import Edition
from stories import tree
from tests.publication.formats import fidelity, reading_order, structure

# Every PDF of a release by its name, and the pages of one story that editors look at.
STORY = "one story"
IMPOSED = "print/imposed-a4.pdf"
TAGGED = ("booklet.pdf", "large-print.pdf")
PAPER = ("print/inner.pdf", "print/cover.pdf", IMPOSED)
MM = 72 / 25.4
SIZES = {"large-print.pdf": (210, 297), IMPOSED: (297, 210)}
A5 = (148, 210)
BODY = {"large-print.pdf": 18, IMPOSED: 0}
# At most so many letters on nine of ten lines, and nowhere is a word smaller than this (points).
LINE, SMALLEST = 75, {"large-print.pdf": 16}
CONTRAST = 4.5
SAFE = 5  # millimetres
# The tags of PDF 1.7 that the templates use.
ROLES = re.compile(
    "Document|Div|P|H[1-6]|L|LI|Lbl|LBody|TOC|TOCI|Reference|Link|Span|Em|Strong|BlockQuote|Figure|Caption"
)


@dataclass(frozen=True)
class Finished:
    """A file with what it was made from."""

    name: str
    data: bytes
    document: pikepdf.Pdf
    edition: Edition


def b1_it_says_which_standards_it_keeps(file: Finished) -> Iterator[str]:
    """PDF/UA-1 and PDF/A-2a, as Typst writes them after its own checks; PDF 1.7; open to assistive technology."""
    xmp = _xmp(file)
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        if claim not in xmp:
            yield f"the metadata do not say {claim}"
    if file.document.pdf_version != "1.7":
        yield f"it is PDF {file.document.pdf_version}"
    if not file.document.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it does not say that it is tagged"


def b1_nothing_is_locked(file: Finished) -> Iterator[str]:
    """Whoever reads with a program may: no password, no right withheld."""
    if file.document.is_encrypted:
        yield "it is encrypted"


def b1_it_has_its_title(file: Finished) -> Iterator[str]:
    """The same in both places where a program may look."""
    told = str(file.document.docinfo.get("/Title", ""))
    if told != file.edition.title:
        yield f"its title is {told!r}"
    if f">{_escaped(file.edition.title)}</rdf:li>" not in _xmp(file):
        yield "the title in the metadata is another"


def b1_readers_show_the_title(file: Finished) -> Iterator[str]:
    """The window names the booklet and no file name."""
    if not file.document.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "readers show the file's name instead of the title"


def b1_it_says_its_language(file: Finished) -> Iterator[str]:
    said = str(file.document.Root.get("/Lang", ""))
    if said.partition("-")[0] != file.edition.language:
        yield f"its language is {said!r}"


def b1_the_tab_key_follows_the_structure(file: Finished) -> Iterator[str]:
    for number, page in enumerate(file.document.pages, 1):
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"page {number} has links and no order for the Tab key"


def b2_every_mark_is_owned_or_decoration(file: Finished) -> Iterator[str]:
    """Content belongs to an element of the structure; heads, numbers and threads are artifacts."""
    for number, mark in structure.unowned(file.document):
        yield f"page {number}: no element holds the content {mark}"
    for number, operator in structure.unmarked(file.document):
        yield f"page {number}: {operator} paints outside any tag"


def b3_headings_come_in_their_order(file: Finished) -> Iterator[str]:
    levels = structure.heading_levels(file.document)
    if levels[:1] != [1]:
        yield f"the first heading is of level {levels[:1]}"
    for before, after in zip(levels, levels[1:], strict=False):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def b4_every_picture_is_described(file: Finished) -> Iterator[str]:
    """Each figure has words and says where it stands; each described picture of the edition is a figure."""
    figures = [one for one in structure.elements(file.document) if one.S == "/Figure"]
    for figure in figures:
        if not str(figure.get("/Alt", "")).strip():
            yield "a picture has no words"
        if "/BBox" not in str(figure.get("/A", "")):
            yield f"the picture {str(figure.get('/Alt', ''))!r} does not say where it stands"
    wanted = [one.description for story in file.edition.trees() for one in tree.pictures(story)]
    if [str(figure.get("/Alt", "")) for figure in figures] != wanted:
        yield "the pictures are not those of the edition, in its order"


def b5_every_link_says_where_it_leads(file: Finished) -> Iterator[str]:
    """Words for whoever has only a list of links, a place in the structure, and nothing but help lines outside."""
    held = [one for each in structure.elements(file.document) if each.S == "/Link" for one in structure.objects(each)]
    owned = {one.objgen for one in held}
    for number, page in enumerate(file.document.pages, 1):
        for note in page.get("/Annots", []):
            words = str(note.get("/Contents", ""))
            target = str(note.get("/Dest", "")) or str(note.get("/A", {}).get("/URI", ""))
            if not words.strip() or words == target or "://" in words:
                yield f"page {number}: a link says {words!r}"
            if "/StructParent" not in note or note.objgen not in owned:
                yield f"page {number}: the link {words!r} has no place in the structure"
            if "/A" in note and not re.match(r"tel:\+?\d+$", target):
                yield f"page {number}: a link leads to {target!r}"


def b6_every_tag_is_a_standard_one_in_its_place(file: Finished) -> Iterator[str]:
    """Lists hold items, items hold bodies, contents hold entries; words of their own line are paragraphs."""
    inside = {"/LI": {"/L"}, "/LBody": {"/LI"}, "/Lbl": {"/LI"}, "/TOCI": {"/TOC"}, "/Caption": {"/Div", "/Figure"}}
    stand_for = file.document.Root.StructTreeRoot.get("/RoleMap", {})
    for element in structure.elements(file.document):
        if not ROLES.fullmatch(str(stand_for.get(str(element.S), element.S))[1:]):
            yield f"{element.S} is no tag that we know"
        above = str(element.P.get("/S", ""))
        if above not in inside.get(str(element.S), {above}):
            yield f"{element.S} stands in {above}"
        if element.S == "/Span" and above in ("/Document", "/BlockQuote", "/LBody") and structure.is_block(element):
            yield f"words stand in {above} and in no paragraph"


def b7_bookmarks_name_parts_and_pieces(file: Finished) -> Iterator[str]:
    """Their titles are those of the edition in its order, and lead to the page on which they stand."""
    with file.document.open_outline() as outline:
        items = [item for top in outline.root for item in _with_children(top)]
    named = [item.title for item in items]
    wanted = iter(named)
    for title in _titles(file.edition):
        if title not in wanted:
            yield f"no bookmark names {title!r} in its place"
    for item in items:
        if structure.page_number(file.document, item) > len(file.document.pages):
            yield f"{item.title!r} leads nowhere"


def b7_a_page_has_the_number_that_it_shows(file: Finished) -> Iterator[str]:
    """A reader who asks for page 12 comes to the page that says 12: no labels are needed, so there are none."""
    if "/PageLabels" in file.document.Root:
        yield "pages are called something else than the numbers that they show"
    for number, page in enumerate(_pages(file), 1):
        left, bottom, right, _top = page.get_trimbox()
        shown = page.get_textpage().get_text_bounded(left, bottom, right, bottom + 18 * MM).strip()
        if shown.isdecimal() and int(shown) != number:
            yield f"page {number} says that it is {shown}"


def b8_every_font_is_in_the_file(file: Finished) -> Iterator[str]:
    """And says what its letters mean, or nobody could search, copy or hear them."""
    found = structure.fonts(file.document)
    if not found:
        yield "it has no letters at all"
    for font, whole in found.items():
        if not whole:
            yield f"{font} is not in the file with its meanings"


def b8_the_structure_reads_in_order(file: Finished) -> Iterator[str]:
    """What a screen reader says, element by element, is the edition from its cover to its imprint."""
    heard = fidelity.words_of("\n".join(words for _role, words in structure.said(file.document)))
    after = 0
    for words in reading_order.of(file.edition):
        try:
            after = fidelity.find(words, heard, after, name="the structure")
        except fidelity.NotFaithful as lost:
            yield str(lost)
            return


def b9_it_names_nobody_and_no_moment(file: Finished) -> Iterator[str]:
    """The publisher alone, the program that every such file names, and the first of January of the edition's year."""
    allowed = {"/Author": file.edition.publisher, "/Title": file.edition.title, "/Creator": r"Typst \d+(\.\d+)+"}
    for name, value in file.document.docinfo.items():
        moment = str(name).endswith("Date") and re.fullmatch(rf"D:{file.edition.year}0101000000.*", str(value))
        plain = name in allowed and (str(value) == allowed[name] or re.fullmatch(allowed[name], str(value)))
        if not (moment or plain):
            yield f"{name} is {str(value)!r}"


def b9_it_holds_no_program_and_no_other_file(file: Finished) -> Iterator[str]:
    """Nothing runs when it is opened, nothing is asked of a network, nothing lies inside."""
    for held in file.document.objects:
        if not isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/OpenAction", "/AA", "/AcroForm", "/Launch"):
            if key in held:
                yield f"it holds {key}"
        if str(held.get("/S", "")) in ("/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/ImportData"):
            yield f"it acts: {held.S}"


def b10_letters_are_large_and_dark_enough(file: Finished) -> Iterator[str]:
    """The measures of the house: 10.5 pt, 18 pt in large print; each colour of words 4.5 to 1 on its page."""
    sizes: Counter = Counter()
    pale = set()
    for shown in structure.letters(file.document):
        if shown.size < 2:
            continue  # a heading that is there only for those who listen
        sizes[round(shown.size, 2)] += len(shown.words)
        if _ratio(shown.colour) < CONTRAST:
            pale.add(shown.colour)
    for colour in sorted(pale):
        yield f"words of the colour {colour} are too pale"
    if sizes and sizes.most_common(1)[0][0] < BODY.get(file.name, 10.5):
        yield f"most words are of {sizes.most_common(1)[0][0]} pt"
    if sizes and min(sizes) < SMALLEST.get(file.name, 8):
        yield f"some words are of {min(sizes)} pt"


def b10_lines_are_short_enough_to_find_the_next(file: Finished) -> Iterator[str]:
    lines = sorted(len(line) for words in map(fidelity.words_on, _pages(file)) for line in words.splitlines())
    if lines and lines[len(lines) * 9 // 10] > LINE:
        yield f"one line of ten has more than {lines[len(lines) * 9 // 10]} letters"


def c1_the_boxes_are_where_a_printer_looks(file: Finished) -> Iterator[str]:
    """Read again after every step that touches the file: cut, 3 mm of bleed, and 10 mm for the marks."""
    wide, high = SIZES.get(file.name, A5)
    for number, page in enumerate(file.document.pages, 1):
        left, bottom, right, top = (float(edge) / MM for edge in page.trimbox)
        if abs(right - left - wide) > 0.2 or abs(top - bottom - high) > 0.2:
            yield f"page {number} is cut to {right - left:.1f} x {top - bottom:.1f} mm"
        for name, room in (("/BleedBox", 3), ("/MediaBox", 10)) if file.name in PAPER[:2] else ():
            there = [float(edge) / MM for edge in page.get(name, [])]
            wanted = [left - room, bottom - room, right + room, top + room]
            if not there or max(abs(a - b) for a, b in zip(there, wanted, strict=True)) > 0.05:
                yield f"page {number}: its {name} is {there}"


def c2_its_pages_fill_whole_sheets(file: Finished) -> Iterator[str]:
    if len(file.document.pages) % (2 if file.name == IMPOSED else 4):
        yield f"{len(file.document.pages)} pages cannot be folded"


def c3_no_word_runs_over_the_edge(file: Finished) -> Iterator[str]:
    """Words keep 5 mm from the cut, whatever was written: a blade is never exact, and no letter may be lost."""
    for number, where in beyond_the_edge(file.data):
        yield f"page {number}: words run to {where}"


def beyond_the_edge(data: bytes) -> Iterator[tuple[int, str]]:
    """The pages with words nearer to the cut than any word may come, and where these stand (mm from the cut)."""
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, 1):
            left, bottom, right, top = page.get_trimbox()
            words = page.get_textpage()
            for one in range(words.count_rects()):
                x, y, to_x, to_y = words.get_rect(one)
                room = [edge / MM for edge in (x - left, y - bottom, right - to_x, top - to_y)]
                if min(room) < SAFE:
                    yield number, ", ".join(f"{edge:.0f}" for edge in room)


def _titles(edition: Edition) -> Iterator[str]:
    yield wording.CONTENTS
    yield from (piece.tree.title for piece in edition.front)
    for part in edition.parts:
        yield from filter(None, (part.title, *(story.tree.title for story in part.stories)))
    yield from [wording.ASKS] * bool(edition.asks) + [wording.HELP] * bool(edition.help) + [wording.IMPRINT]


def _with_children(item: pikepdf.OutlineItem) -> Iterator[pikepdf.OutlineItem]:
    yield item
    for child in item.children:
        yield from _with_children(child)


def _pages(file: Finished) -> Iterator[pypdfium2.PdfPage]:
    with pypdfium2.PdfDocument(file.data) as document:
        yield from document


def _xmp(file: Finished) -> str:
    return file.document.Root.Metadata.read_bytes().decode() if "/Metadata" in file.document.Root else ""


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ratio(colour: tuple[float, ...]) -> float:
    """The contrast of a colour with the cream paper of the cover; on white it is a little more."""
    paper = (0xFA / 255, 0xF7 / 255, 0xF2 / 255)
    if len(colour) == 1:
        colour = colour * 3
    if len(colour) == 4:
        c, m, y, k = colour
        colour = ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))

    def light(rgb):
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    return (light(paper) + 0.05) / (light(colour) + 0.05)
