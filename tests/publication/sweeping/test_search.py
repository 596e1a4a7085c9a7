"""The whole search on real files: what is found where, what cannot be searched, and that no word is said again."""

import gzip
import os
import sqlite3
from pathlib import Path

import pytest
import typst

from publication.sweeping.places import Places
from publication.sweeping.search import TOLD, Outcome, Search
from tests.publication.sweeping.looking import PLAIN, WORD, zipped


def search(*paths: Path, words=(WORD,)) -> Outcome:
    return Search(list(words)).run(Places(paths=list(paths)))


def places(outcome: Outcome) -> set[str]:
    return {finding.place for finding in outcome.findings}


def made(path: Path, *statements: str, close: bool = True) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    if close:
        connection.close()
    return connection


@pytest.fixture
def pdf(tmp_path):
    source = tmp_path / "booklet.typ"
    source.write_text("#set document(title: [A booklet])\n\nQuillfeathered, _Wrenhollow_.")
    made = tmp_path / "booklet.pdf"
    typst.compile(source, output=made)
    source.unlink()
    return made


def test_a_file_deep_in_a_folder_is_found_by_path_and_byte(tmp_path):
    held = tmp_path / "one" / "two" / "three.log"
    held.parent.mkdir(parents=True)
    held.write_bytes(b"before " + PLAIN)
    outcome = search(tmp_path)
    assert [str(finding) for finding in outcome.findings] == [f"word 1: {held}, byte 7, as UTF-8"]
    assert (outcome.files, outcome.size, outcome.missed) == (1, 7 + len(PLAIN), [])


def test_what_does_not_hold_it_is_counted_and_nothing_is_found(tmp_path):
    (tmp_path / "a").write_bytes(os.urandom(1000))
    (tmp_path / "b").write_text("Quillfeather and Zoe")
    outcome = search(tmp_path)
    assert (outcome.findings, outcome.missed, outcome.files) == ([], [], 2)


def test_a_packed_file_says_where_the_packed_part_begins(tmp_path):
    held = tmp_path / "old.log.gz"
    held.write_bytes(gzip.compress(PLAIN))
    assert [str(finding) for finding in search(tmp_path).findings] == [
        f"word 1: {held}, from byte 0 on, as UTF-8 in gzip"
    ]


def test_a_name_is_searched_and_never_said_again(tmp_path):
    (tmp_path / f"about {WORD}").mkdir()
    (tmp_path / f"about {WORD}" / "empty").touch()
    (tmp_path / "link").symlink_to(f"/nowhere/{WORD}")
    outcome = search(tmp_path)
    assert places(outcome) == {f"the name of {tmp_path}/[word 1]", f"the name of {tmp_path}/link"}
    said = " ".join([*map(str, outcome.findings), *outcome.missed]).lower()
    assert "quill" not in said and "zo" not in said


def test_a_letter_that_moves_the_cursor_is_not_printed(tmp_path):
    (tmp_path / "a\x1b[2Jb").write_bytes(PLAIN)
    assert places(search(tmp_path)) == {f"{tmp_path}/a?[2Jb"}


def test_a_word_that_stands_often_is_told_often_enough_and_counted(tmp_path):
    (tmp_path / "log").write_bytes((PLAIN + b"\n") * 500)
    outcome = search(tmp_path)
    assert len(outcome.findings) == TOLD
    assert sum(outcome.untold.values()) == 500 - TOLD


def test_a_file_with_two_names_is_searched_once(tmp_path):
    (tmp_path / "a").write_bytes(PLAIN)
    os.link(tmp_path / "a", tmp_path / "b")
    assert search(tmp_path, tmp_path / "b").files == 1


def test_links_pipes_and_devices_do_not_hold_the_search_up(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    outcome = search(tmp_path)
    assert (outcome.files, outcome.missed) == (0, [])


def test_what_cannot_be_read_is_named_with_its_reason(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    outcome = search(tmp_path / "gone", tmp_path / "loop")
    assert outcome.missed == [
        f"{tmp_path}/gone: No such file or directory",
        f"{tmp_path}/loop: Too many levels of symbolic links",
    ]


@pytest.mark.parametrize("mark", [b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"age-encryption.org/v1\n"])
def test_what_is_packed_in_a_way_that_cannot_be_opened_is_named(tmp_path, mark):
    (tmp_path / "backup").write_bytes(mark + bytes(100))
    (missed,) = search(tmp_path).missed
    assert missed.startswith(f"{tmp_path}/backup: it is packed or locked by ")


def test_a_word_that_a_database_has_cut_in_two_is_found_in_its_rows(tmp_path):
    """Its bytes alone do not show it: the page ends in the middle of the word, and the next begins with other bytes."""
    for behind in range(400, 1000):
        file = tmp_path / f"{behind}.sqlite3"
        value = (b"-" * 900 + PLAIN + bytes(behind)).hex()
        made(file, "PRAGMA page_size = 512", "CREATE TABLE story (body)", f"INSERT INTO story VALUES (x'{value}')")
        if PLAIN not in file.read_bytes():
            break
    assert PLAIN not in file.read_bytes()
    assert places(search(file)) == {f"{file}, the rows of story"}


def test_a_packed_value_over_many_pages_is_unpacked(tmp_path):
    file = tmp_path / "db.sqlite3"
    made(file, "CREATE TABLE held (value BLOB)")
    connection = sqlite3.connect(file)
    connection.execute("INSERT INTO held VALUES (?)", [gzip.compress(os.urandom(30_000).hex().encode() + PLAIN)])
    connection.commit()
    connection.close()
    assert places(search(file)) == {f"{file}, the rows of held"}


def test_the_terms_of_a_full_text_index_are_read(tmp_path):
    file = tmp_path / "db.sqlite3"
    made(
        file,
        "CREATE VIRTUAL TABLE found USING fts5(body, content='')",
        "INSERT INTO found (rowid, body) VALUES (1, 'quillfeather quillfeathered quillfeathers')",
    )
    outcome = search(file, words=["Quillfeathered"])
    assert places(outcome) == {f"{file}, the terms of found"}


def test_the_write_ahead_log_of_an_open_database_is_searched(tmp_path):
    file = tmp_path / "db.sqlite3"
    open_still = made(
        file,
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE story (body TEXT)",
        f"INSERT INTO story VALUES ('{WORD}')",
        close=False,
    )
    assert places(search(file, tmp_path / "db.sqlite3-wal")) == {f"{file}-wal", f"{file}, the rows of story"}
    open_still.close()


def test_a_given_up_page_of_a_database_is_searched(tmp_path):
    file = tmp_path / "db.sqlite3"
    made(
        file,
        "PRAGMA secure_delete = OFF",
        "CREATE TABLE story (body TEXT)",
        f"INSERT INTO story VALUES ('{WORD}')",
        "DELETE FROM story",
    )
    assert places(search(file)) == {str(file)}


def test_searching_a_backup_changes_nothing_beside_it(tmp_path):
    file = tmp_path / "db.sqlite3"
    made(file, "PRAGMA journal_mode = WAL", "CREATE TABLE story (body TEXT)")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert search(tmp_path).tables == 1
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_broken_database_is_named_and_searched_by_its_bytes(tmp_path):
    file = tmp_path / "db.sqlite3"
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 500 + PLAIN)
    outcome = search(file)
    assert places(outcome) == {str(file)}
    assert outcome.missed == [f"{file}: what it holds cannot be read (DatabaseError)"]


def test_the_words_on_the_pages_of_a_pdf_are_read(pdf):
    """They are in none of its bytes: its pages hold numbers of glyphs."""
    outcome = search(pdf, words=["Quillfeathered", "Wrenhollow", "a booklet", "Marrowbridge"])
    drawn = {finding.word for finding in outcome.findings if finding.place == f"{pdf}, the text of its pages"}
    assert drawn == {1, 2, 3}
    assert outcome.missed == []


def test_a_broken_pdf_is_named(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    assert search(tmp_path).missed == [f"{tmp_path}/a.pdf: its text cannot be read (PdfError)"]


def test_a_word_in_a_picture_of_a_packed_book_is_found(tmp_path):
    """Three layers: the book, in it a document, in it a member."""
    (tmp_path / "book.epub").write_bytes(zipped(zipped(zipped(PLAIN))))
    assert len(places(search(tmp_path))) == 1
