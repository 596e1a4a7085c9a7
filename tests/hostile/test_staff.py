"""Somebody with an account, and less leave than they would like."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from consent.uses import Use
from publication.models import Release
from stories.models import Contribution, Story, StoryVersion
from stories.states import State
from stories.unlocking import COOKIE
from tests.clock import clock
from tests.factories import TODAY, make_edition, make_version
from tests.hostile.test_canary import Steps
from tests.publication.booklets.making import OPENS, make_booklet, make_release
from tests.publication.site import invent
from tests.stories.desk.test_way import ask
from tests.stories.journey.walking import come_back, sent, words_on

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "wagtailsnippets_stories_story:"
HOSTILE = "<img src=x onerror=alert(1)>"
TAIL = "\"'><svg/onload=alert(2)>{{7*7}}{% debug %}</script><script>alert(3)</script>"


def with_cookies(source: Client, *, enforce_csrf_checks=False) -> Client:
    taken = Client(enforce_csrf_checks=enforce_csrf_checks)
    taken.cookies.load({name: morsel.value for name, morsel in source.cookies.items()})
    return taken


def reads_sealed_words(client, contribution) -> bool:
    return b"Brixlyn" in client.get(reverse("contribution:read", args=[contribution.pk])).content


@pytest.mark.parametrize("end", ["stories_desk:lock", "wagtailadmin_logout"])
def test_cookies_copied_before_the_vault_was_locked_open_nothing_afterwards(desk, end):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    thief = with_cookies(desk.amara.client)
    assert reads_sealed_words(thief, contribution), "while it is open, whoever has the browser reads"
    desk.amara.post(end)
    assert not reads_sealed_words(thief, contribution)


def test_the_vaults_cookie_opens_nothing_in_another_session_and_for_another_reader(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    desk.ben.open(contribution)
    cookie = desk.amara.client.cookies[COOKIE].value
    for client in (Client(), desk.ben.client):
        if client is not desk.ben.client:
            client.force_login(desk.amara.user)
        client.cookies[COOKIE] = cookie
        assert not reads_sealed_words(client, contribution)


def test_unlocking_changes_the_session_so_that_one_planted_before_is_worth_nothing(desk):
    contribution, _ = desk.send()
    planted = with_cookies(desk.amara.client)
    desk.amara.open(contribution)
    planted.cookies[COOKIE] = desk.amara.client.cookies[COOKIE].value
    assert not reads_sealed_words(planted, contribution)


def actions_of_the_desk(contribution, story, page, release):
    for name in ("edit", "safeguarding", "prepare", "check", "set_aside"):
        yield reverse(f"contribution:{name}", args=[contribution.pk])
    for name in ("edit", "ask", "withdraw", "holds", "sign_off"):
        yield reverse(STORY + name, args=[story.pk])
    yield from (reverse("stories_desk:vault"), reverse("stories_desk:lock"), reverse("stories_desk:awake"))
    yield reverse("booklet_desk:freeze", args=[page.pk])
    yield reverse("booklet_desk:build", args=[page.pk, release.pk])


def test_another_site_cannot_press_a_button_of_the_desk(desk):
    story, _ = desk.story()
    page = make_booklet(make_version())
    release = make_release(page)
    for person in (desk.amara, desk.ben, desk.root):
        client = with_cookies(person.client, enforce_csrf_checks=True)
        for address in actions_of_the_desk(story.contribution, story, page, release):
            assert client.post(address, {"ready": "1"}).status_code == 403, address
    assert Release.objects.count() == 1 and Contribution.objects.get(pk=story.contribution.pk).state == State.CLEARED


@pytest.mark.parametrize("who", ["dana", "ben", "root"])
def test_nobody_changes_the_words_while_the_parent_is_asked(desk, who):
    story, _ = desk.story()
    ask(desk, story)
    asked = story.proposals.get()
    person, first = getattr(desk, who), story.revisions.order_by("pk").first()
    body = streamfield([("paragraph", "Other words.")])
    data = {"title": "Other", "credit": "", "kind": "prose", "body": body, "edition": desk.edition.pk}
    data = nested_form_data({**data, "standfirst": "", "content_note": "", "themes": "", "action-publish": "1"})
    for name, args in (
        ("unlock", [story.pk]),
        ("lock", [story.pk]),
        ("edit", [story.pk]),
        ("revisions_revert", [story.pk, first.pk]),
        ("unpublish", [story.pk]),
        ("revisions_unschedule", [story.pk, first.pk]),
        ("delete", [story.pk]),
    ):
        try:
            person.client.post(reverse(STORY + name, args=args), data)
        except NoReverseMatch:
            continue
    story = Story.objects.get()
    assert story.locked and not story.live
    assert story.get_latest_revision_as_object().digest == asked.digest


def test_a_release_holds_only_what_the_rule_lets_out_whatever_its_frozen_plan_names():
    """Somebody writes ids into the plan: of another year, of a family that said no, of nobody."""
    from consent import actions as consent

    good, no, old = make_version("Good"), make_version("No"), make_version("Old", edition=make_edition(2026))
    consent.stop(agreement=no.agreement, today=TODAY)
    page = make_booklet(good)
    release = make_release(page)
    plan = dict(release.frozen)
    plan["parts"] = [{**plan["parts"][0], "stories": [old.pk, no.pk, good.pk, 999_999]}]
    forged = Release.objects.create(page=page, edition=page.edition, number=2, frozen=plan)
    from publication.actions import build

    build(release=forged, day=TODAY)
    assert [story.version_id for story in forged.stories.in_files_of(Use.ONLINE)] == [good.pk]


def test_no_field_of_a_parent_runs_anywhere(desk, logs):
    """Title, text, credit line, request for a change: on every page of the desk, her own page, and the booklet."""
    site = invent()
    booklet = site.shelf.add_child(
        instance=make_booklet_page(desk.edition),
    )
    steps, parent = Steps(desk, booklet), Client()
    text = f"{HOSTILE} {TAIL}\n\nShe came home at four. {HOSTILE}"
    page = sent(parent, title=f"{HOSTILE}{TAIL}"[:200], text=text, description="name", credit=HOSTILE)
    steps.words = words_on(page)
    contribution, seen = steps.contribution, []
    desk.amara.open(contribution)
    desk.amara.post(
        "contribution:safeguarding", contribution.pk, data={"decision": "advice", "severity": "hard", "note": HOSTILE}
    )
    for name in ("edit", "read", "safeguarding", "prepare"):
        seen.append(desk.amara.get(f"contribution:{name}", contribution.pk))
    desk.prepare(contribution, keep=True)
    desk.ben.open(contribution, "check")
    seen.append(desk.ben.get("contribution:check", contribution.pk))
    desk.clear(contribution)
    story = Story.objects.get()
    assert HOSTILE in story.title and HOSTILE in str(story.body.raw_data)
    for name in ("edit", "ask", "sign_off", "holds", "history", "preview_on_edit"):
        seen.append(desk.ben.get(STORY + name, story.pk))
    seen.append(desk.ben.get(f"{STORY}list", q="<img"))
    steps.ask()
    private = come_back(parent, steps.words)
    words_to_read = private.press("Read the final words")
    yes = {"words__online": "yes", "words__print": "yes", "quotation__1": "yes"}
    answered = words_to_read.press(**yes, change=HOSTILE)
    seen += [private.response, words_to_read.response, answered.response]
    steps.sign_off()
    steps.place()
    seen += [desk.ben.get("contribution:read", contribution.pk), desk.ben.get("wagtailadmin_home")]
    seen += [desk.ben.get("booklet_desk:booklet", booklet.pk), desk.ben.get("wagtailadmin_pages:edit", booklet.pk)]
    seen.append(desk.ben.client.get(reverse("story_version_chooser:choose")))
    seen.append(desk.ben.client.get(reverse("story_version_chooser:chosen", args=[StoryVersion.objects.get().pk])))
    steps.release()
    with clock(OPENS):
        for address in ("/", booklet.url, f"{booklet.url}{story.code}/", "/sitemap.xml"):
            seen.append(parent.get(address))
    found = 0
    for answer in seen:
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        held = answer.content.decode()
        if answer["Content-Type"].startswith("text/html"):
            found += "&lt;img src=x" in held
            for raw in ("<img src=x", "<svg/onload", "<script>alert", 'nonce="alert'):
                assert raw not in held, answer.request["PATH_INFO"]
            assert "49</" not in held or "{{7*7}}" in held
    assert found >= 10, "or the words were not on the pages at all"


def make_booklet_page(edition):
    from publication.models import BookletPage

    return BookletPage(title="The key", slug="2027", edition=edition, imprint="Made at a table.")


def test_whoever_had_a_hand_in_the_copy_cannot_clear_it_after_any_round(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "check")
    desk.ben.post("contribution:check", contribution.pk, data={"note": "Look again.", "back": "1"})
    desk.ben.get("contribution:prepare", contribution.pk)
    desk.prepare(contribution)
    # Ben also saves it once more, as it stands; from then on neither of the two may clear it.
    page = desk.ben.get("contribution:prepare", contribution.pk)
    from tests.stories.desk.conftest import posted

    data = posted(page, action="keep")
    data["unseen"] = [value for value, _ in page.context["form"].fields["unseen"].choices]
    desk.ben.post("contribution:prepare", contribution.pk, data=data | {"ready": "1"})
    assert Contribution.objects.get().state == State.CHECKING
    for person in (desk.amara, desk.ben):
        person.open(contribution, "check")
        seen = person.get("contribution:check", contribution.pk).context["clear_form"]["seen"].value()
        data = {"seen": seen, "edition": desk.edition.pk, "read": "on", "clear": "1"}
        person.post("contribution:check", contribution.pk, data=data)
    assert not Story.objects.exists()
