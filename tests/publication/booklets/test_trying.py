"""`build_booklet --formats`: files to look at, through the same plan and gate, and never a release."""

import stat

import pytest
from django.core.management import CommandError, call_command

from consent import actions
from publication.models import Release
from tests.factories import TODAY, make_version
from tests.publication.booklets.making import make_booklet

pytestmark = pytest.mark.django_db(transaction=True)


def run(out, formats, **options):
    call_command("build_booklet", "2027", formats=formats, out=out, verbosity=0, **options)


@pytest.fixture
def versions():
    made = [make_version(title, f"{title}: words that nobody else wrote.") for title in ("The kettle", "The stair")]
    make_booklet(*made)
    return made


def test_only_the_named_files_are_written_and_there_is_no_release(versions, tmp_path):
    run(tmp_path / "out", "booklet.txt, print/spec.txt")
    found = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert found == ["booklet.txt", "print/spec.txt"]
    assert not Release.objects.exists()
    assert "The kettle: words" in (tmp_path / "out" / "booklet.txt").read_text()


def test_they_bear_a_number_that_no_release_has(versions, tmp_path):
    run(tmp_path, "booklet.txt")
    assert "2027.0" in (tmp_path / "booklet.txt").read_text()


def test_a_story_that_the_gate_refuses_is_not_in_them(versions, tmp_path):
    actions.stop(agreement=versions[0].agreement, today=TODAY)
    run(tmp_path, "booklet.txt")
    assert "The kettle" not in (tmp_path / "booklet.txt").read_text()
    assert "The stair" in (tmp_path / "booklet.txt").read_text()


def test_web_means_every_page(versions, tmp_path):
    run(tmp_path, "web")
    assert (tmp_path / "web" / "index.html").exists()
    assert all((tmp_path / "web" / version.story.code / "index.html").exists() for version in versions)


def test_nobody_else_on_the_machine_may_read_them_and_a_second_time_writes_over(versions, tmp_path):
    run(tmp_path, "booklet.txt")
    run(tmp_path, "booklet.txt")
    assert stat.S_IMODE((tmp_path / "booklet.txt").stat().st_mode) == 0o600


def test_an_unknown_name_is_refused_with_those_there_are(versions, tmp_path):
    with pytest.raises(CommandError, match=r"no file 'booklet.docx' here. There are: booklet.pdf"):
        run(tmp_path, "booklet.docx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("formats", "out"), [("booklet.txt", False), ("", True)])
def test_which_files_and_where_to_belong_together(versions, tmp_path, formats, out):
    with pytest.raises(CommandError, match="Say both"):
        run(tmp_path if out else None, formats)


def test_a_story_that_cannot_be_set_is_named(tmp_path):
    make_booklet(broken := make_version("Ogham", "Words that ᚛ no font has."))
    with pytest.raises(CommandError, match=broken.story.code):
        run(tmp_path, "booklet.pdf")
