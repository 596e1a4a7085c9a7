"""The form of a booklet page: what it refuses before anything is saved."""

import copy

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.log_actions import log


class BookletForm(WagtailAdminPageForm):
    why_now = forms.CharField(
        label=gettext_lazy("Why the contents change now"),
        help_text=gettext_lazy(
            "Needed when what stands in the booklet changes. Who decided it and why; no names of families. It stays in"
            " the history."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, subscription=None, **kwargs):
        from publication.settled import is_settled

        super().__init__(*args, subscription=subscription, **kwargs)
        # Wagtail makes the form of a preview without one; what is only looked at needs nobody's leave.
        self.will_be_saved = subscription is not None
        self._offer_free_editions()
        self.is_settled = bool(self.instance.pk) and is_settled(self.instance, day=timezone.localdate())
        if not (self.is_settled and self._may_release()):
            self.fields.pop("why_now", None)

    def clean(self):
        cleaned = super().clean()
        page = self.instance
        if page.pk and "edition" in self.changed_data and page.releases.exists():
            self.add_error(
                "edition",
                _("This booklet has been released, so its year is settled. Make another booklet for another year."),
            )
        self.changes_what_is_settled = self.will_be_saved and self.is_settled and self._changes_the_contents(cleaned)
        if self.changes_what_is_settled and not cleaned.get("why_now"):
            self._refuse_without_a_reason()
        return cleaned

    def save(self, commit=True):
        """Writes the reason into the page's history, where something settled was changed."""
        from publication.settled import CHANGED

        page = super().save(commit)
        if self.changes_what_is_settled:
            reason = self.cleaned_data["why_now"]
            log(instance=page, action=CHANGED, user=self.for_user, data={"reason": reason})
        return page

    def clean_slug(self):
        """Left empty, it is the year, as it is where a booklet is begun from another."""
        edition = self.cleaned_data.get("edition")
        return self.cleaned_data["slug"] or (str(edition.year) if edition else "")

    def _offer_free_editions(self) -> None:
        """An edition has one booklet, so one that has another is not offered."""
        field = self.fields["edition"]
        field.queryset = field.queryset.filter(Q(booklet=None) | Q(booklet=self.instance.pk))
        field.error_messages["required"] = _(
            "Choose the edition whose booklet this is. If none is offered, make one first, under Consent, Editions."
        )
        self.fields["slug"].required = False

    def _may_release(self) -> bool:
        return self.for_user is not None and self.for_user.has_perm("publication.add_release")

    def _changes_the_contents(self, cleaned: dict) -> bool:
        """Compares what readers would get, so that a row's inner id, or what readers never see, is no change."""
        from publication.settled import contents

        if "edition" in self.changed_data:
            return True
        after = copy.copy(self.instance)
        for name in ("title", "subtitle", "cover", "body", "imprint"):
            if name in cleaned:
                setattr(after, name, cleaned[name])
        return contents(after) != contents(self.instance)

    def _refuse_without_a_reason(self) -> None:
        from publication.settled import since

        if "why_now" in self.fields:
            self.add_error(
                "why_now", _("%s Write why they change all the same, then save again.") % since(self.instance)
            )
            return
        advice = _(
            "%s Nothing was saved; what you typed stands below. Ask a publisher to make this change: they write"
            " down why. Answers to what must change, and help lines, you may still mend."
        )
        self.add_error(None, advice % since(self.instance))
