"""Forms of the key pages. Each asks for one thing, and the sentence beside it says what follows."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from stories.desk.keyring import name_of, who_may_be_enrolled, who_may_be_granted
from stories.models import Reader


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj) if isinstance(obj, Reader) else obj.get_full_name() or obj.get_username()


class EnrolForm(forms.Form):
    use_required_attribute = False

    user = PersonField(
        label=_("Who is to become a reader?"),
        help_text=_("Accounts in Triage that have no key. An administrator makes accounts and puts them in Triage."),
        queryset=get_user_model().objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is to become a reader.")},
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = who_may_be_enrolled(by)


class RenewForm(forms.Form):
    use_required_attribute = False

    beside = forms.BooleanField(
        label=_("They have told me themselves, and I am sure that it was them"),
        error_messages={"required": _("Speak to them first, face to face or on a line you know. Then tick this.")},
    )


class LeaveForm(forms.Form):
    use_required_attribute = False

    suspicion = forms.BooleanField(
        label=_("Something may have been kept or copied"),
        help_text=_("Then everything gets new keys as well. Choose this also when you are not sure."),
        required=False,
    )
    sure = forms.BooleanField(
        label=_("Yes, this person stops being a reader now"),
        error_messages={
            "required": _("Tick this if they are to stop being a reader now. Until then nothing has changed.")
        },
    )


class GrantForm(forms.Form):
    # The form holds other buttons as well; a browser must not ask for a choice before those.
    use_required_attribute = False

    reader = PersonField(
        label=_("Who else may open it?"),
        queryset=Reader.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the colleague who is to have the key.")},
    )

    def __init__(self, *args, contribution, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = who_may_be_granted(contribution)
