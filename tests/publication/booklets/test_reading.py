"""What readers get of an open booklet: contents, stories, files, and kind words where something is no longer there."""

import pytest

from consent import actions
from publication.actions import freeze
from publication.formats.files import DOWNLOADS, MAY_BE_MISSING
from tests.clock import clock
from tests.factories import TODAY, make_version
from tests.publication.booklets.making import DAY, OPENS, make_booklet, make_release, make_released, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


@pytest.fixture
def opened():
    with clock(OPENS):
        yield


@pytest.fixture
def booklet(opened):
    return make_released("The kettle", "The stair", "The key")


def code(version) -> str:
    return version.story.code


def story_url(page, version) -> str:
    return f"{page.url}{code(version)}/"


def said(response) -> str:
    return response.content.decode()


def test_the_foreword_leans_the_words_between_stars(client, opened):
    version = make_version("The kettle")
    text = "These are *true* stories.\n\nTake your time."
    foreword = ("front", {"kind": "foreword", "title": "Before you read", "text": text, "signature": "Us"})
    page = make_booklet(version, front=[foreword])
    make_release(page)
    shown = said(client.get(page.url))
    assert "These are <em>true</em> stories." in shown and "Take your time." in shown and "*" not in shown


def test_the_contents_name_every_story_in_the_editors_order(client, booklet):
    page, _release, versions = booklet
    shown = said(client.get(page.url))
    places = [shown.index(f'href="{story_url(page, version)}">{version.title}') for version in versions]
    assert places == sorted(places)
    assert "The light left on" in shown
    assert "18 March 2027" in shown


def test_a_story_shows_its_approved_words_and_leads_to_its_neighbours(client, booklet):
    page, _release, (first, second, third) = booklet
    shown = said(client.get(story_url(page, second)))
    assert "The stair: words that nobody else wrote." in shown
    assert story_url(page, first) in shown
    assert story_url(page, third) in shown
    assert "The key: words" not in shown


KINDS = {
    "booklet.pdf": "application/pdf",
    "large-print.pdf": "application/pdf",
    "booklet.epub": "application/epub+zip",
    "booklet.txt": "text/plain",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)
def test_a_file_is_the_one_that_was_built(client, booklet, name, kind):
    page, release, _versions = booklet
    answer = client.get(f"{page.url}files/{name}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == (release.folder / name).read_bytes()
    assert answer["Content-Type"].startswith(kind)
    assert f'filename="2027-{name}"' in answer["Content-Disposition"]


@pytest.mark.typeset
def test_the_contents_offer_every_file_with_its_size(client, booklet):
    page, release, _versions = booklet
    shown = said(client.get(page.url))
    for file in release.files.filter(name__in=DOWNLOADS):
        assert f'href="{page.url}files/{file.name}"' in shown
    assert "KB)" in shown


@pytest.mark.parametrize("name", [name for name in DOWNLOADS if name not in MAY_BE_MISSING])
def test_a_file_that_has_gone_from_the_disk_is_being_renewed(client, booklet, name):
    page, release, _versions = booklet
    (release.folder / name).unlink()
    answer = client.get(f"{page.url}files/{name}")
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert 'href="../"' in said(answer)
    assert client.get(page.url).status_code == 200


@pytest.mark.typeset
def test_a_file_can_be_asked_about_without_being_fetched(client, booklet):
    page, _release, _versions = booklet
    answer = client.head(f"{page.url}files/booklet.pdf")
    assert answer.status_code == 200
    assert int(answer["Content-Length"]) > 1000


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "web/index.html",
        "../2027.1/booklet.pdf",
        "%2e%2e/booklet.pdf",
        "booklet.pdf/",
        "Booklet.pdf",
        "",
    ],
)
def test_nothing_else_of_a_release_can_be_fetched(client, booklet, name):
    page, release, _versions = booklet
    assert (release.folder / "manifest.json").exists()
    assert client.get(f"{page.url}files/{name}").status_code == 404


def test_nothing_between_us_and_a_reader_may_answer_for_us(client, booklet):
    page, _release, versions = booklet
    for url in (page.url, story_url(page, versions[0]), f"{page.url}files/booklet.pdf", f"{page.url}S-27-9999/"):
        answer = client.get(url)
        assert answer["Cache-Control"] in ("no-cache", "no-store"), url
        assert not answer.cookies, url


def test_every_code_that_is_not_served_gets_the_same_gentle_answer(client, booklet):
    page, _release, versions = booklet
    actions.stop(agreement=versions[1].agreement, today=DAY)
    never = client.get(f"{page.url}S-27-9999/")
    stopped = client.get(story_url(page, versions[1]))
    another_year = client.get(f"{page.url}S-19-0001/")
    assert [never.status_code, stopped.status_code, another_year.status_code] == [410, 410, 410]
    assert never.content == stopped.content == another_year.content
    assert {**never.headers} == {**stopped.headers}
    assert "take their words back" in said(never)


@pytest.mark.parametrize("path", ["s-27-0042/", "S-27-42/", "S-٢٧-0042/", "S-27-0042/more/", "nothing/", "S-27-00421/"])
def test_what_was_never_a_code_is_not_found(client, booklet, path):
    page, _release, _versions = booklet
    assert client.get(page.url + path).status_code == 404


def test_a_stopped_story_is_on_no_page_from_the_next_request(client, booklet):
    page, _release, versions = booklet
    actions.stop(agreement=versions[1].agreement, today=DAY)
    for url in (page.url, story_url(page, versions[0]), story_url(page, versions[2]), "/", "/booklets/"):
        assert "The stair" not in said(client.get(url)), url


def test_nothing_shows_that_a_story_is_missing(client, opened):
    with_all, _release, versions = make_released("The kettle", "The stair", "The key")
    actions.stop(agreement=versions[1].agreement, today=DAY)
    shown = said(client.get(story_url(with_all, versions[0])))
    assert "The key" in shown  # the next one is its neighbour now
    assert "missing" not in shown


def test_a_part_without_stories_is_not_named(client, opened):
    page, _release, versions = make_released("The kettle")
    actions.stop(agreement=versions[0].agreement, today=DAY)
    assert "At home" not in said(client.get(page.url))


def test_a_story_approved_after_the_build_waits_for_the_next_release(client, opened):
    """Pages, PDF and text of one release hold the same stories."""
    from consent.uses import Answer, Use
    from tests.factories import make_approval

    waiting = make_version("The gate", "The gate: words that nobody else wrote.", allowing={Use.PRINT})
    page = make_booklet(make_version(), waiting)
    make_release(page)
    actions.answer(agreement=waiting.agreement, use=Use.ONLINE, answer=Answer.YES, today=TODAY)
    make_approval(waiting.agreement, digest=waiting.digest, edition=waiting.edition, uses={Use.ONLINE})
    assert "The gate" not in said(client.get(page.url))
    assert client.get(story_url(page, waiting)).status_code == 410
    make_release(page)
    assert "The gate" in said(client.get(page.url))


def test_what_editors_change_in_the_plan_reaches_nobody_before_the_next_release(client, booklet):
    page, _release, versions = booklet
    page.title = "Another title"
    place(page, versions[2])
    page.latest_revision.publish()
    shown = said(client.get(page.url))
    assert "Another title" not in shown
    assert "The kettle" in shown


def test_before_the_first_build_the_page_asks_for_patience(client, opened):
    page = make_booklet(make_version())
    freeze(page=page, user=None)
    answer = client.get(page.url)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store"
    assert "The Invented Line" in said(answer)
    assert "The kettle" not in said(answer)
    assert client.get(f"{page.url}files/booklet.pdf").status_code == 503
    assert client.get(f"{page.url}S-27-0001/").status_code == 410


def test_the_card_and_the_sitemap_follow_the_rule(client, booklet):
    page, _release, versions = booklet
    assert story_url(page, versions[1]) in said(client.get("/sitemap.xml"))
    actions.stop(agreement=versions[1].agreement, today=DAY)
    assert story_url(page, versions[1]) not in said(client.get("/sitemap.xml"))
    assert page.url in said(client.get("/"))


def test_a_page_that_editors_take_off_the_site_is_not_found(client, booklet):
    page, _release, versions = booklet
    page.unpublish()
    assert client.get(page.url).status_code == 404
    assert client.get(story_url(page, versions[0])).status_code == 404
    assert page.url not in said(client.get("/"))
