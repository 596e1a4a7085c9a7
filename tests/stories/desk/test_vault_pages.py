"""Unlocking, opening with a reason, and what happens to a form when the vault has locked itself."""

from django.conf import settings
from django.urls import reverse
from wagtail.models import ModelLogEntry

from stories import keys, unlocking
from stories.models import Contribution
from stories.states import State
from tests.stories.desk.conftest import posted

SAFE = {"decision": "none", "severity": "gentle", "note": ""}


def lock_itself():
    """As after half an hour without use: the key of the unlock is gone from memory."""
    keys.unlocks().close_all()


def test_the_phrase_opens_the_vault_in_any_spelling(desk):
    answer = desk.amara.post("stories_desk:vault", data={"phrase": desk.amara.phrase.upper().replace(" ", "  ")})
    assert answer.status_code == 302
    assert "Your vault is open" in desk.amara.get("stories_desk:vault").content.decode()


def test_a_wrong_phrase_opens_nothing_and_says_so_without_showing_it(desk):
    page = desk.amara.post("stories_desk:vault", data={"phrase": desk.ben.phrase})
    assert "do not open your vault" in page.content.decode()
    assert unlocking.COOKIE not in page.cookies
    assert "Your vault is locked" in desk.amara.get("stories_desk:vault").content.decode()


def test_a_slip_in_the_phrase_is_told_as_far_as_the_public_list_tells(desk):
    said = lambda phrase: desk.amara.post("stories_desk:vault", data={"phrase": phrase}).content.decode()  # noqa: E731
    assert "You wrote 5 words; a phrase has 6." in said(" ".join(desk.amara.phrase.split()[:5]))
    assert "Look at word 1:" in said("qqqq " + " ".join(desk.amara.phrase.split()[1:]))
    assert "Check each word and their order." in said(desk.ben.phrase)


def test_the_vault_locks_by_its_button_and_by_logging_out(desk):
    desk.amara.unlock()
    desk.amara.post("stories_desk:lock")
    assert "Your vault is locked" in desk.amara.get("stories_desk:vault").content.decode()
    desk.amara.unlock()
    cookie = desk.amara.client.cookies[unlocking.COOKIE].value
    session = desk.amara.client.session.session_key
    desk.amara.client.post(reverse("wagtailadmin_logout"))
    user, epoch = str(desk.amara.user.pk), str(desk.amara.user.vault_reader.epoch)
    assert keys.unlocks().seed(cookie, session=session, user=user, epoch=epoch, now=0) is None


def test_nothing_sealed_is_shown_before_it_was_opened_with_a_reason(desk):
    contribution, _ = desk.send()
    desk.amara.unlock()
    for name in ("safeguarding", "prepare", "check", "read"):
        answer = desk.amara.get(f"contribution:{name}", contribution.pk)
        assert answer.status_code == 302 and answer.url == reverse("contribution:edit", args=[contribution.pk])
    page = desk.amara.post("contribution:edit", contribution.pk, data={"phrase": desk.amara.phrase})
    assert "Choose why you are opening it." in page.content.decode()


def test_opening_is_logged_with_the_reason_and_the_opaque_code_only(desk):
    contribution, _ = desk.send()
    answer = desk.amara.open(contribution)
    assert answer.url == reverse("contribution:safeguarding", args=[contribution.pk])
    entry = ModelLogEntry.objects.for_instance(contribution).get()
    assert (entry.action, entry.user, entry.label) == ("stories.open", desk.amara.user, contribution.code)
    assert entry.data == {"reason": "triage"}
    assert "Brixlyn" in desk.amara.get("contribution:safeguarding", contribution.pk).content.decode()
    assert "Opened the contribution" in desk.amara.get("contribution:history", contribution.pk).content.decode()


def test_safeguarding_comes_before_preparing(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    page = desk.amara.get("contribution:prepare", contribution.pk)
    data = posted(page) | {"save": "1"}
    answer = desk.amara.post("contribution:prepare", contribution.pk, data=data, follow=True)
    contribution.refresh_from_db()
    assert contribution.state == State.RECEIVED
    assert "It cannot become" in answer.content.decode()


def test_advice_without_a_note_is_asked_for_the_note(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    page = desk.amara.post("contribution:safeguarding", contribution.pk, data=SAFE | {"decision": "referred"})
    assert "Write down what was decided" in page.content.decode()
    contribution.refresh_from_db()
    assert contribution.state == State.RECEIVED


def test_every_page_that_shows_sealed_words_is_kept_by_nobody(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    for name in ("edit", "safeguarding", "prepare", "check", "read"):
        assert "no-store" in desk.amara.get(f"contribution:{name}", contribution.pk)["Cache-Control"], name


def test_a_save_without_an_open_vault_gives_the_same_form_back_with_a_field_for_the_phrase(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    desk.amara.post("contribution:safeguarding", contribution.pk, data=SAFE)
    data = posted(desk.amara.get("contribution:prepare", contribution.pk)) | {
        "text": "My words of a whole evening.\n\n  An indent.",
        "unseen": ["family"],
        "save": "1",
    }
    lock_itself()

    page = desk.amara.post("contribution:prepare", contribution.pk, data=data)
    form = page.context["form"]
    assert page.status_code == 200 and "Your vault is locked" in page.content.decode()
    assert form["text"].value() == data["text"] and form["unseen"].value() == ["family"]
    assert "Brixlyn was thirteen" not in page.content.decode(), "the original needs an open vault"

    wrong = desk.amara.post("contribution:prepare", contribution.pk, data=data | {"phrase": desk.ben.phrase})
    assert wrong.context["form"]["text"].value() == data["text"]
    saved = desk.amara.post("contribution:prepare", contribution.pk, data=data | {"phrase": desk.amara.phrase})
    assert saved.status_code == 302
    assert desk.amara.get("contribution:prepare", contribution.pk).context["form"]["text"].value() == data["text"]


def test_what_was_typed_is_not_lost_when_the_vault_was_locked_in_another_window(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    desk.amara.post("contribution:safeguarding", contribution.pk, data=SAFE)
    page = desk.amara.get("contribution:prepare", contribution.pk)
    data = posted(page) | {"text": "My words of a whole evening.", "save": "1"}
    desk.amara.post("stories_desk:lock")

    page = desk.amara.post("contribution:prepare", contribution.pk, data=data)
    assert page.context["form"]["text"].value() == data["text"]
    assert page.content.decode().index("Not saved yet") < page.content.decode().index("Working copy")
    assert "Brixlyn was thirteen" not in page.content.decode(), "the original needs an open vault"
    desk.amara.post("contribution:prepare", contribution.pk, data=data | {"phrase": desk.amara.phrase})
    assert desk.amara.get("contribution:prepare", contribution.pk).context["form"]["text"].value() == data["text"]
    reasons = [entry.data["reason"] for entry in ModelLogEntry.objects.filter(action="stories.open").order_by("pk")]
    assert reasons == ["triage", "prepare"], "opening it anew is logged too"


def test_a_note_on_safeguarding_is_not_lost_when_the_vault_locks_itself(desk):
    contribution, _ = desk.send()
    desk.amara.open(contribution)
    lock_itself()
    data = SAFE | {"decision": "advice", "note": "Spoke to the lead."}
    page = desk.amara.post("contribution:safeguarding", contribution.pk, data=data)
    assert page.context["form"]["note"].value() == "Spoke to the lead."
    desk.amara.post("contribution:safeguarding", contribution.pk, data=data | {"phrase": desk.amara.phrase})
    contribution.refresh_from_db()
    assert contribution.state == State.SAFEGUARDED


def test_an_account_without_a_key_is_told_whom_to_ask(desk):
    contribution, _ = desk.send()
    desk.dana.user.groups.add(*desk.amara.user.groups.all())
    page = desk.dana.post("contribution:edit", contribution.pk, data={"reason": "triage", "phrase": desk.amara.phrase})
    assert "no vault key yet" in page.content.decode()


def test_a_contribution_set_aside_can_be_taken_up_again(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution, ready=False)
    desk.amara.post("contribution:set_aside", contribution.pk)
    contribution.refresh_from_db()
    assert contribution.state == State.NOT_USED
    assert "Take it up again" in desk.amara.get("contribution:read", contribution.pk).content.decode()
    desk.prepare(contribution, ready=False)
    contribution.refresh_from_db()
    assert contribution.state == State.PREPARING


def test_reading_and_typing_keep_the_vault_open(desk):
    assert desk.amara.post("stories_desk:awake").status_code == 409
    desk.amara.unlock()
    assert desk.amara.post("stories_desk:awake").status_code == 204


def test_the_cookie_of_the_vault_is_for_the_server_alone(desk):
    cookie = desk.amara.unlock().cookies[unlocking.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and not cookie["expires"]
    assert settings.SESSION_COOKIE_HTTPONLY
    assert Contribution.objects.count() == 0
