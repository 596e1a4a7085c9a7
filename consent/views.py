"""The pages of consent in the admin, where they differ from Wagtail's own."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from consent import differences, histories, notices, register
from consent.models.notice import NoticeInForce
from consent.uses import LABELS, Use


class OnlyWhatIsOpen:
    """Asks the permission policy about the object itself. Wagtail's views ask about the model alone,
    and would let a superuser change a notice in force."""

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance(self.permission_required, found):
            raise PermissionDenied
        return found


class EditView(OnlyWhatIsOpen, generic.EditView):
    pass


class NoticeEditView(EditView):
    def form_valid(self, form):
        """A publisher may have put the wording in force at this very moment: what was typed stays on the page."""
        try:
            return super().form_valid(form)
        except NoticeInForce as late:
            form.add_error(None, str(late))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class DeleteView(OnlyWhatIsOpen, generic.DeleteView):
    pass


class IndexView(generic.IndexView):
    """A list that offers for each object only what may be done with it."""

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if self.user_has_permission_for_instance("change", instance) else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if self.user_has_permission_for_instance("delete", instance) else None


class NoticeView(generic.InspectView):
    """A wording as families read it."""

    page_title = _("What families read")

    def get_edit_url(self):
        return super().get_edit_url() if self.user_has_permission_for_instance("change", self.object) else None

    def get_delete_url(self):
        return super().get_delete_url() if self.user_has_permission_for_instance("delete", self.object) else None

    def get_context_data(self, **kwargs):
        words = [(LABELS[use], *self.object.for_use(use)) for use in Use]
        return super().get_context_data(words=words, **kwargs)


class DifferencesView(NoticeView):
    """A wording beside the version in force before it."""

    page_title = _("What is new in it")

    def get_context_data(self, **kwargs):
        notice, before = self.object, notices.before(self.object)
        rows = []
        if before:
            parts = [(_("Title"), [(before.title, notice.title)])]
            parts += [(LABELS[use], list(zip(before.for_use(use), notice.for_use(use), strict=True))) for use in Use]
            for label, pairs in parts:
                pieces = [differences.compared(old, new) for old, new in pairs]
                rows.append((label, pieces, any(map(differences.is_changed, pieces))))
        changed = any(row_changed for _label, _pieces, row_changed in rows)
        return super().get_context_data(before=before, rows=rows, changed=changed, **kwargs)


class RegisterView(IndexView):
    """All agreements, in the order of their accidental numbers."""

    page_title = _("Consent register")

    def paginate_queryset(self, queryset, page_size):
        """Reads the page's histories together, since one by one they would be four queries each."""
        paginator, page, agreements, has_others = super().paginate_queryset(queryset, page_size)
        agreements = list(agreements)
        found = histories.histories(agreements)
        for agreement in agreements:
            agreement.allows = register.allowed_uses(found[agreement.pk])
        return paginator, page, agreements, has_others


class AgreementView(generic.InspectView):
    """What one family says, with every reason that stands in the way of a use."""

    page_title = _("What the family says")

    def get_context_data(self, **kwargs):
        history = self.object.history()
        details = self.object.details.select_related("decision", "edition")
        return super().get_context_data(
            story_reasons=register.story_reasons(history),
            use_rows=register.use_rows(history),
            dial_rows=register.dial_rows(history),
            decisions=[(detail.pk, detail.decision.week, register.in_words(detail)) for detail in details],
            holds=self.object.holds.order_by("pk"),
            take_downs=self.object.take_downs.order_by("pk"),
            shown=[(LABELS[Use(shown.use)], shown.release) for shown in self.object.shown.order_by("pk")],
            **kwargs,
        )
