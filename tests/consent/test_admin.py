"""Consent in the admin: who may look, who may write, and what nobody may do."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from consent import actions, notices
from consent.forms import BaseNoticeForm
from consent.models import Agreement, Edition, Notice
from consent.uses import Use
from tests.factories import TODAY, make_edition, make_notice, make_user
from tests.people import amara, ben, chloe, dana

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client):
    user = get_user_model().objects.create_superuser("root", password="a long enough pass phrase")
    client.force_login(user)
    return client


@pytest.fixture
def as_dana(client):
    client.force_login(
        dana(
            "consent.view_agreement",
            "consent.add_edition",
            "consent.change_edition",
            "consent.add_notice",
            "consent.change_notice",
            "consent.put_in_force_notice",
        )
    )
    return client


# An edition is kept from opening by a recorded act, not by a box.
NOT_IN_THE_FORM = {"id", "do_not_open", "do_not_open_reason"}


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_register_lists_what_each_family_allows(as_dana):
    amara(), ben(), chloe()
    page = text(as_dana.get(reverse("consent_register:index")))
    assert page.count("Everything") == 1
    assert page.count("; Online booklet;") == 1
    assert page.count("Printed booklet") == 1  # the filter's own


def test_the_register_can_be_narrowed_to_families_that_allow_a_use(as_dana):
    family, other = amara(), ben()
    page = text(as_dana.get(reverse("consent_register:index"), {"allows": "print"}))
    assert str(family.agreement) in page
    assert str(other.agreement) not in page


def test_a_list_of_twenty_families_is_not_twenty_times_the_queries(as_dana, django_assert_max_num_queries):
    for _ in range(12):
        chloe()
    with django_assert_max_num_queries(40):
        as_dana.get(reverse("consent_register:index"))


def test_a_family_is_shown_with_each_use_in_words_and_every_reason(as_dana):
    family = ben()
    actions.hold(agreement=family.agreement, kind="court", reason="A trial is on.", today=TODAY)
    page = text(as_dana.get(reverse("consent_register:inspect", args=[family.agreement.pk])))
    assert "The family does not allow the printed booklet." in page
    assert page.count("There is an open hold (Courts and police).") == 1
    assert page.count("Closed, for the reason above.") == len(Use) - 1
    assert "Exact words for 2027, Online booklet: Yes (on the website)" in page
    assert "If they never come back" in page
    assert family.digest not in page


def test_a_family_that_left_is_shown_as_gone(as_dana):
    family = amara()
    actions.forget(agreement=family.agreement, today=TODAY)
    page = text(as_dana.get(reverse("consent_register:inspect", args=[family.agreement.pk])))
    assert "The family has deleted this story." in page


@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_nobody_answers_for_a_family_in_the_admin(superuser, view):
    family = amara()
    url = reverse(f"consent_register:{view}", args=[] if view == "add" else [family.agreement.pk])
    for method in (superuser.get, superuser.post):
        assert method(url).status_code in (302, 403, 404, 405)
    assert Agreement.objects.get().length == family.agreement.length


def test_editors_read_the_register(client):
    client.force_login(dana())
    assert client.get(reverse("consent_register:index")).status_code == 200


def test_somebody_without_leave_sees_no_register(client):
    reader = make_user()
    reader.groups.add(Group.objects.get(name="Triage"))
    client.force_login(reader)
    assert client.get(reverse("consent_register:index")).status_code == 302
    client.force_login(make_user())
    assert client.get(reverse("consent_register:index")).status_code == 302


def test_dana_makes_an_edition_and_every_field_explains_itself(as_dana):
    page = as_dana.get(reverse("edition:add"))
    for field in Edition._meta.fields:
        if field.name not in NOT_IN_THE_FORM:
            assert str(field.help_text) in page.content.decode().replace("&#x27;", "'"), field.name
    as_dana.post(
        reverse("edition:add"),
        {
            "year": 2027,
            "title": "Brave Hearts 2027",
            "call_opens": "2026-05-01",
            "call_closes": "2026-12-31",
            "content_lock": "2027-01-31",
            "print_order": "2027-02-12",
            "opens_at": "2027-03-18 07:00",
        },
    )
    assert Edition.objects.get().year == 2027


def posted(edition: Edition) -> dict:
    days = ("call_opens", "call_closes", "content_lock", "print_order")
    dates = {name: getattr(edition, name).isoformat() for name in days}
    return {"year": edition.year, "title": "Changed", "opens_at": "2027-03-18 07:00", **dates}


def test_no_form_keeps_an_edition_from_opening_since_that_is_a_recorded_act(superuser):
    edition = make_edition()
    address = reverse("edition:edit", args=[edition.pk])
    page = superuser.get(address).content.decode()
    assert "do_not_open" not in page
    assert "a publisher says so on its page under Releases" in page
    superuser.post(address, posted(edition) | {"do_not_open": "on", "do_not_open_reason": "I think so."})
    edition.refresh_from_db()
    assert (edition.title, edition.do_not_open, edition.do_not_open_reason) == ("Changed", False, "")


def test_an_edition_that_must_not_open_stays_so_when_its_dates_are_changed(superuser):
    edition = make_edition(do_not_open=True, do_not_open_reason="The printer found a name.")
    superuser.post(reverse("edition:edit", args=[edition.pk]), posted(edition))
    edition.refresh_from_db()
    assert (edition.title, edition.do_not_open) == ("Changed", True)


def test_an_edition_that_families_agreed_to_cannot_be_deleted(superuser):
    edition = make_edition()
    amara(edition)
    superuser.post(reverse("edition:delete", args=[edition.pk]))
    assert Edition.objects.exists()


def test_an_edition_made_by_mistake_can_be_deleted(superuser):
    edition = make_edition()
    superuser.post(reverse("edition:delete", args=[edition.pk]))
    assert not Edition.objects.exists()


def boxes(notice: Notice) -> dict:
    return {
        f"{part}_{use.value}": words
        for use in Use
        for part, words in zip(("question", "explanation"), notice.for_use(use), strict=True)
    }


def test_a_new_wording_starts_as_a_copy_and_is_seen_only_when_put_in_force(as_dana):
    first = make_notice()
    page = as_dana.get(reverse("notice:add"))
    assert first.for_use(Use.PRINT)[0] in page.content.decode()
    assert page.context["form"].initial["version"] == 2
    filled = {"title": "Asked better", "version": 2, "language": "en", "format": "standard", **boxes(first)}
    as_dana.post(reverse("notice:add"), filled)
    draft = Notice.objects.get(version=2)
    assert notices.current() == first

    as_dana.post(reverse("notice:edit", args=[draft.pk]), filled | {"question_print": "Print?", "put_in_force": "on"})
    assert notices.current() == draft
    assert notices.current().for_use(Use.PRINT)[0] == "Print?"


def test_a_wording_with_a_gap_is_not_put_in_force_and_the_gap_is_named(as_dana):
    first = make_notice()
    filled = {"title": "Draft", "version": 2, "language": "en", "format": "standard", **boxes(first)}
    page = as_dana.post(reverse("notice:add"), filled | {"question_press": "", "put_in_force": "on"})
    assert page.context["form"].errors == {"question_press": ["Write this before the wording is put in force."]}
    assert not Notice.objects.filter(version=2).exists()


def test_an_editor_drafts_a_wording_and_only_a_publisher_puts_it_in_force(client):
    first = make_notice()
    client.force_login(dana("consent.view_notice", "consent.add_notice", "consent.change_notice"))
    assert "Put this wording in force" not in text(client.get(reverse("notice:add")))
    filled = {"title": "Draft", "version": 2, "language": "en", "format": "standard", **boxes(first)}
    client.post(reverse("notice:add"), filled | {"put_in_force": "on", "material": "on"})
    draft = Notice.objects.get(version=2)
    assert draft.material and not draft.in_force and notices.current() == first
    client.post(reverse("notice:edit", args=[draft.pk]), filled | {"put_in_force": "on"})
    assert notices.current() == first


@pytest.mark.sql
def test_a_version_that_exists_already_is_told_in_words_and_nothing_typed_is_lost(as_dana):
    """Two editors begin the next version on the same day."""
    first = make_notice()
    filled = {"title": "Asked better", "version": 1, "language": "en", "format": "standard", **boxes(first)}
    page = as_dana.post(reverse("notice:add"), filled)
    assert "This version exists already. Give the new wording the next number." in text(page)
    assert 'value="Asked better"' in page.content.decode()
    assert Notice.objects.get() == first


def test_a_wording_put_in_force_while_it_is_saved_stays_as_families_were_asked(as_dana, monkeypatch):
    first = make_notice()
    draft = Notice.objects.create(title="Draft", version=2, body=first.body)
    filled = {"title": "Changed", "version": 2, "language": "en", "format": "standard", **boxes(first)}
    clean = BaseNoticeForm.clean

    def meanwhile(form):
        Notice.objects.get(pk=draft.pk).put_in_force(TODAY)
        return clean(form)

    monkeypatch.setattr(BaseNoticeForm, "clean", meanwhile)
    page = as_dana.post(reverse("notice:edit", args=[draft.pk]), filled)
    assert "Write the next version instead" in text(page) and 'value="Changed"' in page.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Draft" and draft.in_force and notices.current() == draft


def test_two_wordings_are_shown_side_by_side_with_marks_that_are_not_colour_alone(as_dana):
    first = make_notice()
    question, explanation = first.for_use(Use.PRINT)
    body = first.body | {Use.PRINT: {"question": "May we print it?", "explanation": explanation}}
    Notice.objects.create(version=2, title="Asked <better>", body=body, material=True)
    page = as_dana.get(reverse("notice:differences", args=[Notice.objects.get(version=2).pk]))
    html, said = page.content.decode(), text(page)
    assert "Version 2 beside version 1." in said and "they are asked again on their pages" in said
    assert "<ins>" in html and "<del>" in html and "gone: May your story be in the printed booklet?" not in said
    assert "&lt;better&gt;" in html and "<better>" not in html
    assert "Other parents on our panel" not in said, "what is the same is left out"
    assert "there is nothing to compare" in text(as_dana.get(reverse("notice:differences", args=[first.pk])))


@pytest.mark.parametrize("view", ["edit", "delete"])
def test_a_wording_in_force_is_read_and_not_changed(superuser, view):
    notice = make_notice()
    for method in (superuser.get, superuser.post):
        assert method(reverse(f"notice:{view}", args=[notice.pk])).status_code in (302, 403)
    page = text(superuser.get(reverse("notice:inspect", args=[notice.pk])))
    assert "In force since week 2026-W47." in page
    assert "May your story be in the printed booklet?" in page
