"""What a form of the desk says of a field that was left empty is our own sentence, with the next step in it."""

import pytest
from django import forms

from publication.desk import earlier_forms
from publication.desk import forms as release_forms
from stories.desk import aloud_forms, ask_form, capture_forms, document_forms, key_forms, taking_down_form
from stories.desk import forms as desk_forms

MODULES = (
    aloud_forms,
    ask_form,
    capture_forms,
    desk_forms,
    document_forms,
    earlier_forms,
    key_forms,
    release_forms,
    taking_down_form,
)
FORMS = sorted(
    {
        found
        for module in MODULES
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, forms.Form) and found.__module__ == module.__name__
    },
    key=lambda form: form.__qualname__,
)
DJANGOS = str(forms.Field.default_error_messages["required"])


def test_every_form_of_the_desk_is_looked_at():
    assert {"ClearForm", "CaptureForm", "AskForm", "TakeDownForm", "HandOutForm", "LeaveForm"} <= {
        form.__name__ for form in FORMS
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_missing_is_told_in_our_own_sentence(form):
    told = {
        name: str(field.error_messages["required"])
        for name, field in form.base_fields.items()
        if field.required and not field.widget.is_hidden
    }
    assert DJANGOS not in told.values(), told
    assert all(sentence.endswith(".") for sentence in told.values()), told
    # The browser's own bubble would stand in the way of it.
    assert not told or form.use_required_attribute is False
