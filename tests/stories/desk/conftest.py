"""A desk with two readers who know their phrases, an editor without a key, a superuser without a role, one parent."""

import secrets
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from consent.uses import Answer, Use
from stories import actions, keys, readers, roles
from stories.models import Contribution
from stories.vault import readers as lists
from stories.vault.envelope import Identity
from tests.clock import an_autumn_day
from tests.factories import TODAY, make_edition, make_notice

__all__ = ["an_autumn_day"]

TEXT = """My daughter Brixlyn was thirteen when it began. We lived in Rotherham then.

I lay awake and listened for her key. Brixlyn came home at four."""


@dataclass
class Staff:
    """Somebody at a desk of their own: an account, a browser, and perhaps an unlock phrase."""

    user: object
    client: Client
    phrase: str = ""

    def get(self, name: str, *args, **query):
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args, data=None, follow=False):
        return self.client.post(reverse(name, args=args), data or {}, follow=follow)

    def unlock(self):
        return self.post("stories_desk:vault", data={"phrase": self.phrase})

    def open(self, contribution, reason="triage"):
        """Opens a contribution with a reason and the phrase, as the page asks for both."""
        return self.post("contribution:edit", contribution.pk, data={"reason": reason, "phrase": self.phrase})


def staff(name: str, *groups: str, **changes) -> Staff:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a long enough pass phrase", **changes)
    user.groups.add(*Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return Staff(user, client)


@dataclass
class Desk:
    amara: Staff
    ben: Staff
    dana: Staff
    root: Staff
    edition: object

    def send(self, text: str = TEXT, *, kind="prose", title="The key in the door", **uses):
        """One parent sends; returns the contribution and the return words."""
        answers = dict.fromkeys(Use, Answer.YES) | uses
        sent = actions.receive(
            sending=actions.Sending(
                title=title,
                text=text,
                kind=kind,
                uses=answers,
                answers={"danger": "no", "child": "knows"},
                dials={"silence": "stay", "edit": "spelling"},
            ),
            today=TODAY,
        )
        visit = actions.come_back(indices=sent.indices)
        return visit.contribution, sent.indices

    def prepare(self, contribution, *, keep=False, ready=True):
        """Amara decides on safeguarding and on everything found, by the pages."""
        self.amara.open(contribution)
        self.amara.post(
            "contribution:safeguarding", contribution.pk, data={"decision": "none", "severity": "hard", "note": ""}
        )
        page = self.amara.get("contribution:prepare", contribution.pk)
        data = posted(page, action="keep" if keep else None)
        data["unseen"] = [value for value, _ in page.context["form"].fields["unseen"].choices]
        data["ready" if ready else "save"] = "1"
        return self.amara.post("contribution:prepare", contribution.pk, data=data)

    def clear(self, contribution):
        """Ben checks and clears; returns the story."""
        self.ben.open(contribution, "check")
        page = self.ben.get("contribution:check", contribution.pk)
        seen = page.context["clear_form"]["seen"].value()
        self.ben.post(
            "contribution:check",
            contribution.pk,
            data={"seen": seen, "edition": self.edition.pk, "read": "on", "clear": "1"},
        )
        return Contribution.objects.get(pk=contribution.pk).stories.get()

    def story(self):
        """A cleared story and the return words of its parent."""
        contribution, indices = self.send()
        self.prepare(contribution)
        return self.clear(contribution), indices


ROLE_OF = {"Brixlyn": "my daughter", "Rotherham": "a town in the north", "thirteen": "a young teenager"}


def posted(page, action=None) -> dict:
    """The prepare form as a person would send it back: every finding that needs it decided."""
    form, formset = page.context["form"], page.context["decisions"]
    data = {name: form[name].value() or "" for name in ("title", "credit", "kind", "text")}
    data["unseen"] = form["unseen"].value() or []
    data |= {f"{formset.prefix}-TOTAL_FORMS": formset.total_form_count(), f"{formset.prefix}-INITIAL_FORMS": 0}
    for row in formset:
        text = next(
            finding.text for one, finding in (*page.context["must"], *page.context["may"]) if one.prefix == row.prefix
        )
        chosen = action or ("role" if row["tier"].value() != "possible" else "")
        data |= {
            f"{row.prefix}-entity": row["entity"].value(),
            f"{row.prefix}-label": row["label"].value(),
            f"{row.prefix}-tier": row["tier"].value(),
            f"{row.prefix}-action": chosen,
            f"{row.prefix}-replacement": ROLE_OF.get(text, "somebody"),
            f"{row.prefix}-reason": "It is in the test." if chosen == "keep" else "",
        }
    return data


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    keys.create_files()
    recovery = Identity.from_seed(secrets.token_bytes(32))
    amara = staff("amara", roles.TRIAGE, roles.EDITORS)
    ben = staff("ben", roles.TRIAGE, roles.PUBLISHERS)
    enrolled = [readers.make_reader(user=one.user) for one in (amara, ben)]
    amara.phrase, ben.phrase = (one.phrase for one in enrolled)
    document = lists.first(recovery, tuple(one.entry for one in enrolled))
    readers.found(document=document, recovery_public=recovery.public, recovery_signing_public=recovery.signing_public)
    make_notice()
    return Desk(
        amara, ben, staff("dana", roles.EDITORS), staff("root", is_superuser=True, is_staff=True), make_edition()
    )
