"""The prepare screen: the original on the left, the working copy on the right, and everything to decide below."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from stories import actions
from stories.desk.access import SealedView
from stories.desk.deciding import decide, findings
from stories.desk.forms import CopyForm, DecisionFormSet
from stories.desk.picturing import decided, posted_rows, rows
from stories.desk.reading import marks, original
from stories.desk.views.opening import settings_in_words
from stories.sent_pictures import sent_pictures
from stories.states import NotAllowedNow, Safeguarding
from stories.working_copy import WorkingCopy

SEALED_NOTE = _("Saved and sealed.")


class PrepareView(SealedView):
    page_title = _("Prepare")
    template_name = "stories/desk/prepare.html"

    def show(self):
        opened = self.opened()
        copy = actions.read_working_copy(opened=opened)
        form = CopyForm(initial={**copy.to_data(), "unseen": list(copy.unseen)})
        found = findings(copy)
        decisions = DecisionFormSet(initial=_initial(found, copy), prefix="decision")
        return self.render(form, decisions, found, rows(copy, sent_pictures(opened)))

    def take(self):
        form = CopyForm(self.request.POST)
        decisions = DecisionFormSet(self.request.POST, prefix="decision")
        sent = sent_pictures(self.opened()) if self.who else []
        pictures = posted_rows(self.request.POST, sent)
        wrong = [one for one in (form, *decisions, *(row.form for row in pictures)) if not one.is_valid()]
        valid = not wrong and decisions.is_valid()
        if self.who and not valid:
            messages.error(request=self.request, message=_wrong(wrong))
        if self.who is None or not valid:
            return self.render(form, decisions, findings(_posted(form)), pictures)
        before = actions.read_working_copy(opened=self.opened())
        copy = decide(
            replace(
                before,
                **{name: form.cleaned_data[name] for name in ("title", "credit", "kind", "text")},
                unseen=tuple(form.cleaned_data["unseen"]),
                pictures=decided(before, pictures, sent),
            ),
            [one for one in (form.decision() for form in decisions) if one],
        )
        return self.save(copy, ready="ready" in self.request.POST)

    def save(self, copy: WorkingCopy, *, ready: bool):
        try:
            actions.save_working_copy(contribution=self.contribution, who=self.who, copy=copy, ready=ready)
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
            if ready:
                # The work is kept even when it is not ready: nobody should lose an hour to a missing tick.
                self.save(copy, ready=False)
            return self.to("prepare")
        if ready:
            messages.success(self.request, _("Saved and sealed. A second reader can check it now."))
            return self.to("edit")
        messages.success(self.request, f"{SEALED_NOTE} {_left(copy)}")
        return self.to("prepare")

    def render(self, form, decisions, found, pictures):
        said = marks(self.opened()) if self.who else {}
        by_key = {finding.key: replace(finding, said=said.get(finding.key, "")) for finding in found}
        rows = [(row, by_key[key]) for row in decisions if (key := row["entity"].value()) in by_key]
        known = {finding.key for _row, finding in rows}
        context = {
            "form": form,
            "decisions": decisions,
            "pictures": pictures,
            "wrong_below": any(row.errors for row, finding in rows if not finding.must),
            "must": [(row, finding) for row, finding in rows if finding.must],
            "may": [(row, finding) for row, finding in rows if not finding.must],
            # Words typed since the page was made: they get their choices after the next save.
            "newly_found": [finding for finding in found if finding.must and finding.key not in known],
        }
        if self.who:
            opened = self.opened()
            context |= {
                "original": original(opened),
                "copy": actions.read_working_copy(opened=opened),
                "settings": settings_in_words(self.contribution),
                "safeguarding": _referred(opened),
            }
        return self.render_to_response(self.get_context_data(**context))


def _initial(found, copy: WorkingCopy) -> list[dict]:
    """One row for each finding. Only an earlier "keep" is ticked; a suggestion of words ticks nothing."""
    kept = {one.entity: one for one in copy.decisions if one.action == "keep"}
    return [
        {
            "entity": finding.key,
            "label": finding.label,
            "tier": finding.tier,
            "action": "keep" if finding.key in kept else "",
            "reason": kept[finding.key].reason if finding.key in kept else "",
            "replacement": finding.suggestion,
        }
        for finding in found
    ]


def _posted(form: CopyForm) -> WorkingCopy:
    """The copy as posted, good enough to search, also where a field is wrong."""
    raw = {name: form.data.get(name, "") for name in ("title", "credit", "kind", "text")}
    return WorkingCopy(**{**raw, "text": raw["text"].replace("\r\n", "\n")})


def _wrong(forms) -> str:
    """Says at the head of a long page that something further down is missing."""
    count = sum(len(form.errors) if isinstance(form, CopyForm) else 1 for form in forms) or 1
    return ngettext(
        "Not saved yet: %(count)d thing below needs a word from you. It is marked in red.",
        "Not saved yet: %(count)d things below need a word from you. They are marked in red.",
        count,
    ) % {"count": count}


def _left(copy: WorkingCopy) -> str:
    count = len({one.entity for one in copy.open_candidates()})
    if count == 0:
        return str(_("No open candidates."))
    return ngettext("%(count)d thing still needs a decision.", "%(count)d things still need a decision.", count) % {
        "count": count
    }


def _referred(opened) -> bool:
    decided = opened.read_all("safeguarding")
    return bool(decided) and decided[-1]["decision"] != Safeguarding.NONE
