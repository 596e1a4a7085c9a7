"""The readers and their keys: the list, enrolling, a lost phrase, locking, leaving, new keys after a suspicion.

Whoever may see the list may lock somebody. Every other act needs the open vault of a reader on the signed list;
a form sent without one comes back with a field for the phrase.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from stories import actions, roles
from stories.desk.access import VaultView, phrase_into_vault
from stories.desk.forms import PhraseForm
from stories.desk.key_forms import EnrolForm, LeaveForm, RenewForm
from stories.desk.keyring import keyring, name_of
from stories.models import Reader
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader, unlocked

# How many contributions get new keys while one page waits.
AT_ONCE = 25


class KeyView(VaultView):
    """A page of the readers' keys, where `self.who` is the reader whose vault is open, or None."""

    header_icon = "key"

    def may_enter(self, user):
        return roles.may_see_keys(user)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.who = None

    def get(self, request, *args, **kwargs):
        self.phrase_form = PhraseForm()
        self.who = unlocked(request)
        return self.show()

    def unlocked_for_this(self) -> UnlockedReader | None:
        """The open vault, or the one that the phrase in the form opens."""
        self.phrase_form = PhraseForm(self.request.POST if "phrase" in self.request.POST else None)
        self.who = unlocked(self.request)
        if self.who is None and self.phrase_form.is_bound:
            self.who = phrase_into_vault(self.request, self.phrase_form)
        return self.who

    def show(self, **context):
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **kwargs):
        may_act = roles.may_triage(self.request.user)
        return super().get_context_data(who=self.who, phrase_form=self.phrase_form, may_act=may_act, **kwargs)

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("stories_desk:keys"), "label": _("Keys")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super(VaultView, self).get_breadcrumbs_items(), listing, here]

    def phrase_page(self, made: actions.Enrolled):
        """Shown once, as the answer itself: no address leads to it."""
        self.template_name = "stories/desk/keys_phrase.html"
        return self.render_to_response(self.get_context_data(made=made, name=name_of(made.reader)))

    def tell(self, says: str, *, to: str = "keys", args=()):
        messages.success(self.request, says)
        return redirect(reverse(f"stories_desk:{to}", args=args))


class KeysView(KeyView):
    page_title = gettext_lazy("Keys")
    template_name = "stories/desk/keys.html"

    def get_breadcrumbs_items(self):
        return super().get_breadcrumbs_items()[:-1]

    def show(self, **context):
        waiting = sum(one.count() for one in _waiting()) if roles.may_triage(self.request.user) else 0
        return super().show(keyring=keyring(), waiting=waiting, **context)

    def post(self, request):
        """Takes a key off the list whose account was deleted."""
        if self.unlocked_for_this() is None:
            messages.error(request, _("Unlock your vault first, then come back to this page."))
            return self.show()
        try:
            actions.remove_key(key_id=request.POST.get("key", ""), who=self.who)
        except NotAllowedNow as refusal:
            messages.error(request, str(refusal))
            return self.show()
        return self.tell(_("That key is off the list. What is sent from now on is not sealed to it."))


class OnlyReaders(KeyView):
    """A page for acts that need a key: without the triage role it is not there at all."""

    def may_enter(self, user):
        return roles.may_triage(user)


class EnrolView(OnlyReaders):
    page_title = gettext_lazy("Enrol a reader")
    template_name = "stories/desk/keys_enrol.html"

    def show(self, form=None):
        return super().show(form=form or EnrolForm(by=self.request.user))

    def post(self, request):
        form = EnrolForm(request.POST, by=request.user)
        who = self.unlocked_for_this()
        if not form.is_valid() or who is None:
            return self.show(form)
        try:
            made = actions.enrol_reader(user=form.cleaned_data["user"], who=who)
        except NotAllowedNow as refusal:
            form.add_error(None, str(refusal))
            return self.show(form)
        return self.phrase_page(made)


class ReaderView(KeyView):
    """One reader. Each of the three acts has a form of its own, told apart by its button."""

    page_title = gettext_lazy("Reader")
    template_name = "stories/desk/keys_reader.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.reader = get_object_or_404(Reader.objects.select_related("user"), pk=kwargs["pk"])

    def get_page_subtitle(self):
        return name_of(self.reader)

    def show(self, renew_form=None, leave_form=None):
        return super().show(
            standing=next(one for one in keyring().standings if one.key_id == self.reader.key_id),
            own=self.reader.user_id == self.request.user.pk,
            renew_form=renew_form or RenewForm(),
            leave_form=leave_form or LeaveForm(),
            renew_phrase=self.phrase_form if renew_form else PhraseForm(auto_id="renew_%s"),
            leave_phrase=self.phrase_form if leave_form else PhraseForm(auto_id="leave_%s"),
        )

    def post(self, request, pk):
        try:
            if "lock" in request.POST:
                return self.lock()
            if not roles.may_triage(request.user):
                raise PermissionDenied
            return self.leave() if "leave" in request.POST else self.renew()
        except NotAllowedNow as refusal:
            messages.error(request, str(refusal))
            return self.show()

    def lock(self):
        self.phrase_form = PhraseForm()
        self.who = unlocked(self.request)
        actions.lock_everywhere(reader=self.reader, user=self.request.user)
        return self.tell(_("Every open vault of this person is closed."), to="reader", args=[self.reader.pk])

    def renew(self):
        form = RenewForm(self.request.POST)
        who = self.unlocked_for_this()
        if not form.is_valid() or who is None:
            return self.show(renew_form=form)
        # The button carries how often this person's keys have changed, so that a reload of the answer changes nothing.
        if self.request.POST.get("renew") != str(self.reader.epoch):
            raise NotAllowedNow(
                _(
                    "Since this page was made they were locked or given a new phrase. Ask them which phrase they have"
                    " now, and press again only if it is lost."
                )
            )
        return self.phrase_page(actions.renew_reader(reader=self.reader, who=who))

    def leave(self):
        form = LeaveForm(self.request.POST)
        who = self.unlocked_for_this()
        if not form.is_valid() or who is None:
            return self.show(leave_form=form)
        suspicion = form.cleaned_data["suspicion"]
        actions.remove_reader(reader=self.reader, who=who, suspicion=suspicion)
        if suspicion:
            return self.tell(_("Off the list and locked out. Now give everything new keys."), to="new_keys")
        return self.tell(_("Off the list and locked out. Nothing more is sealed to this person."))


def _waiting():
    """What still has its keys from before the last suspicion: contributions, and enquiries."""
    return actions.waiting_for_new_keys(), actions.enquiries_waiting_for_new_keys()


class NewKeysView(OnlyReaders):
    """New keys in portions, so that no page waits for long; each press goes on where the last one ended."""

    page_title = gettext_lazy("New keys")
    template_name = "stories/desk/keys_new.html"

    def show(self):
        waiting = sum(one.count() for one in _waiting())
        held = {"grants__holder": self.who.reader.key_id} if self.who else {}
        mine = sum(one.filter(**held).count() for one in _waiting()) if self.who else 0
        return super().show(since=actions.suspected_since(), waiting=waiting, mine=mine)

    def post(self, request):
        who = self.unlocked_for_this()
        if who is None:
            return self.show()
        try:
            if "suspect" in request.POST:
                actions.suspect(who=who)
                return self.show()
            left = actions.rotate_waiting(who=who, at_most=AT_ONCE)
        except NotAllowedNow as refusal:
            messages.error(request, str(refusal))
            return self.show()
        says = _("Done for now. Press again for the rest.") if left else _("All that you can open has new keys.")
        return self.tell(says, to="new_keys")
