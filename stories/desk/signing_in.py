"""The form at the desk's door: Wagtail's own, with guesses counted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from stories.guessing import TooManyGuesses, guess


class LoginForm(WagtailLoginForm):
    """Named by `WAGTAILADMIN_USER_LOGIN_FORM`. A refusal comes before the password is looked at."""

    def clean(self):
        account = self.cleaned_data.get("username") or ""
        if not account or not self.cleaned_data.get("password"):
            return super().clean()
        try:
            with guess(self.request, at="login", account=account):
                return super().clean()
        except TooManyGuesses as many:
            raise ValidationError(str(many), code="too_many_guesses") from None

    def confirm_login_allowed(self, user):
        """Asked once the password was right. Wagtail would let the account in and then say, without a next step, that
        there is nothing for it."""
        super().confirm_login_allowed(user)
        if not user.has_perm("wagtailadmin.access_admin"):
            raise ValidationError(
                _(
                    "This account has no desk, so you are not signed in. If it should have one, ask an administrator"
                    " to add it to its group."
                ),
                code="no_desk",
            )
