"""The form at the desk's door: Wagtail's own, with guesses counted."""

from django.core.exceptions import ValidationError
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
