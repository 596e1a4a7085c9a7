"""Documents become plain words: none lost without being named, none invented, and a hostile file is refused."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.documents import CannotRead, package, read
from tests.stories.documents.made import docx, odt, p, run, zipped


def words_of(name: str, data: bytes, kind: str = "prose") -> str:
    return read(name, data, kind=kind).text


def left_out(name: str, data: bytes) -> str:
    return " ".join(read(name, data, kind="prose").left_out)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHAPES = ("bullet",), ("decimal", "lowerLetter")
NUMBERING = f'<w:numbering xmlns:w="{W}">' + "".join(
    f'<w:abstractNum w:abstractNumId="{n}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level, kind in enumerate(kinds))
    + "</w:abstractNum>"
    for n, kinds in enumerate(SHAPES, 1)
)
NUMBERING += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2)) + "</w:numbering>"
COUNTED = (
    "<text:list-style xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' style:name='L1'>"
    "<text:list-level-style-number text:level='1' style:num-format='1'/></text:list-style>"
)


def of_list(number: int, level: int = 0) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'


class TestWord:
    def test_paragraphs_are_parted_by_a_blank_line(self):
        assert words_of("a.docx", docx(p("I put the kettle on."), p(""), p("It knew."))) == (
            "I put the kettle on.\n\nIt knew."
        )

    def test_the_first_heading_is_the_title(self):
        made = read("a.docx", docx(p("The kettle", "Title"), p("It knew.")), kind="prose")
        assert (made.title, made.text) == ("The kettle", "It knew.")

    def test_a_poem_with_a_paragraph_for_each_line_keeps_its_lines_and_stanzas(self):
        data = docx(p("Four o'clock."), p("  A key."), p(""), p("Then nothing."))
        assert words_of("a.docx", data, "poem") == "Four o'clock.\n  A key.\n\nThen nothing."

    def test_a_poem_with_a_paragraph_for_each_stanza_does_too(self):
        one = '<w:r><w:t>Four o\'clock.</w:t><w:br/><w:t xml:space="preserve">  A key.</w:t></w:r>'
        assert (
            words_of("a.docx", docx(p(one), p("Then nothing.")), "poem") == "Four o'clock.\n  A key.\n\nThen nothing."
        )

    def test_words_that_somebody_added_with_tracked_changes_are_there_and_those_struck_out_are_named(self):
        added = f"<w:ins>{run('never ')}</w:ins>"
        struck = "<w:del><w:r><w:delText>always </w:delText></w:r></w:del>"
        data = docx(p(f"{run('I ')}{added}{struck}{run('slept.')}"))
        assert words_of("a.docx", data) == "I never slept."
        assert "struck out with tracked changes. They stay out. Places: 1." in left_out("a.docx", data)

    def test_words_in_links_controls_and_cells_are_there(self):
        data = docx(
            p(f"<w:hyperlink>{run('a link')}</w:hyperlink>"),
            f"<w:sdt><w:sdtContent>{p('a control')}</w:sdtContent></w:sdt>",
            f"<w:tbl><w:tr><w:tc>{p('one')}</w:tc><w:tc>{p('two')}</w:tc></w:tr></w:tbl>",
        )
        assert words_of("a.docx", data) == "a link\n\na control\n\none\n\ntwo"
        assert "Tables: 1." in left_out("a.docx", data)

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            ("<w:r><w:drawing><w:t>boxed</w:t></w:drawing></w:r>", "Pictures, drawings or boxes with text: 1"),
            ("<w:r><w:footnoteReference/></w:r>", "Footnotes or endnotes: 1"),
            ("<w:r><w:commentReference/></w:r>", "Comments in the margin: 1"),
            ("<m:oMath><m:t>x</m:t></m:oMath>", "Formulas: 1"),
            (run("loud", "<w:b/>"), "Bold, italic or underlined words."),
        ],
    )
    def test_what_could_not_be_carried_is_named(self, inside, said):
        assert said in left_out("a.docx", docx(p("Words."), p(inside)))

    def test_so_is_what_stands_at_the_head_of_every_page(self):
        assert "head or foot" in left_out("a.docx", docx(p("Words."), word__header1_xml="<x/>"))

    def test_of_plain_words_nothing_is_left_out(self):
        assert left_out("a.docx", docx(p("Words."), p(run("Calm.", '<w:b w:val="0"/>')))) == ""

    def test_dots_and_numbers_before_the_items_of_lists_are_carried(self):
        data = docx(
            *(p(of_list(1) + run(words)) for words in ("milk", "bread")),
            *(p(of_list(2) + run(words)) for words in ("ring", "wait")),
            p(of_list(2, level=1) + run("an hour")),
            p(of_list(2) + run("ring again")),
            word__numbering_xml=NUMBERING,
        )
        assert words_of("a.docx", data).split("\n\n") == [
            "• milk",
            "• bread",
            "1. ring",
            "2. wait",
            "1. an hour",
            "3. ring again",
        ]
        assert "Letters or other signs before the items of a list: 1. Plain numbers" in left_out("a.docx", data)

    def test_a_list_without_a_shape_has_dots(self):
        assert words_of("a.docx", docx(p(of_list(7) + run("milk")))) == "• milk"


class TestOpenDocument:
    def test_numbered_lists_keep_their_numbers_and_lists_within_lists_their_own(self):
        inner = "<text:list><text:list-item><text:p>an hour</text:p></text:list-item></text:list>"
        data = odt(
            COUNTED,
            f"<text:list text:style-name='L1'><text:list-item><text:p>ring</text:p>{inner}</text:list-item>"
            "<text:list-item><text:p>wait</text:p><text:p>and wait</text:p></text:list-item></text:list>",
        )
        assert words_of("a.odt", data).split("\n\n") == ["1. ring", "• an hour", "2. wait", "and wait"]

    def test_paragraphs_lines_spaces_and_tabs_are_kept(self):
        data = odt(
            "<text:p>One<text:line-break/><text:s text:c='3'/>two<text:tab/>three</text:p>", "<text:p>Four</text:p>"
        )
        assert words_of("a.odt", data) == "One\n   two\tthree\n\nFour"

    def test_the_first_heading_is_the_title_and_lists_and_cells_are_there(self):
        data = odt(
            "<text:h>The kettle</text:h>",
            "<text:list><text:list-item><text:p>milk</text:p></text:list-item></text:list>",
            "<table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>",
        )
        made = read("a.odt", data, kind="prose")
        assert (made.title, made.text) == ("The kettle", "• milk\n\ncell")
        assert "Tables: 1" in " ".join(made.left_out)

    @pytest.mark.parametrize(
        ("inside", "said"),
        [
            ("<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>", "boxes with text: 1"),
            ("<text:note><text:note-body><text:p>below</text:p></text:note-body></text:note>", "endnotes: 1"),
            ("<office:annotation><text:p>aside</text:p></office:annotation>", "Comments in the margin: 1"),
            ("<text:span>loud</text:span>", "Words with a look of their own"),
        ],
    )
    def test_what_could_not_be_carried_is_named(self, inside, said):
        data = odt(f"<text:p>before{inside}after</text:p>")
        assert said in left_out("a.odt", data)
        assert words_of("a.odt", data).startswith("before")
        assert words_of("a.odt", data).endswith("after")

    def test_a_spreadsheet_is_refused(self):
        with pytest.raises(CannotRead, match="not a text document"):
            read("a.odt", zipped(content_xml="<x/>"), kind="prose")


class TestPlainText:
    @pytest.mark.parametrize("written_as", ["utf-8", "utf-8-sig", "utf-16"])
    def test_letters_are_those_that_were_written(self, written_as):
        assert words_of("a.txt", "Zoë’s key\r\n\r\nłóżko".encode(written_as)) == "Zoë’s key\n\nłóżko"

    def test_an_old_windows_text_is_read_and_that_is_said(self):
        made = read("a.TXT", "Zoë’s key".encode("cp1252"), kind="prose")
        assert made.text == "Zoë’s key"
        assert "old Windows text" in made.left_out[0]

    def test_the_spaces_before_the_first_line_of_a_poem_stay(self):
        assert words_of("a.txt", b"\n   Four.\nA key.\n", "poem") == "   Four.\nA key."

    def test_a_picture_named_as_a_text_is_refused(self):
        with pytest.raises(CannotRead):
            read("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x81\x00", kind="prose")


class TestHostileFiles:
    @pytest.mark.parametrize("name", ["a.doc", "a.pdf", "a", "", ".", "a.docx.exe"])
    def test_other_kinds_are_refused_by_their_names(self, name):
        with pytest.raises(CannotRead, match="ends in .docx"):
            read(name, b"x", kind="prose")

    @pytest.mark.parametrize("name", ["a.docx", "a.odt"])
    @given(data=st.binary(max_size=300))
    def test_noise_is_refused_in_words(self, name, data):
        with pytest.raises(CannotRead):
            read(name, data, kind="prose")

    @given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
    def test_a_file_with_a_broken_bit_is_read_or_refused(self, place, bit):
        data = bytearray(docx(p("I put the kettle on."), p("It knew.")))
        data[place % len(data)] ^= 1 << bit
        try:
            read("a.docx", bytes(data), kind="prose")
        except CannotRead:
            return

    @pytest.mark.parametrize("entity", ['<!ENTITY x "boom">', '<!ENTITY x SYSTEM "file:///etc/passwd">'])
    def test_tricks_with_entities_are_refused(self, entity):
        bomb = f'<?xml version="1.0"?><!DOCTYPE d [{entity}]><d>&x;</d>'
        with pytest.raises(CannotRead):
            read("a.docx", zipped(word__document_xml=bomb), kind="prose")

    def test_a_bomb_is_not_unpacked(self, monkeypatch):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("content.xml", b" " * (package.MOST_UNPACKED + 2))
        assert len(made.getvalue()) < 100_000
        with pytest.raises(CannotRead, match="too large"):
            read("a.odt", made.getvalue(), kind="prose")

    def test_a_file_without_words_is_refused(self):
        with pytest.raises(CannotRead, match="no words"):
            read("a.docx", docx(p("  ")), kind="prose")

    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)))
    def test_of_any_plain_paragraphs_no_word_is_lost_or_added(self, paragraphs):
        from xml.sax.saxutils import escape

        usable = [one for one in paragraphs if "\ufffe" not in one and "\uffff" not in one]
        data = docx(p("First."), *(p(run(escape(one))) for one in usable))
        assert words_of("a.docx", data).split() == " ".join(["First.", *usable]).split()
