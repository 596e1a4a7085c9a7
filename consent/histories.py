"""This file knows how an agreement's rows become the `History` that the rule reads."""

from collections.abc import Iterable

from consent import rules
from consent.dials import Dial
from consent.kinds import Kind
from consent.models import Agreement, DecisionDetail, Hold, Shown, TakeDown
from consent.uses import Use


def history(agreement: Agreement) -> rules.History:
    """Everything the rule needs about one agreement."""
    return histories([agreement])[agreement.pk]


def histories(agreements: Iterable[Agreement]) -> dict[str, rules.History]:
    """The histories of many agreements by their id, in four queries however many they are."""
    agreements = list(agreements)
    found = {agreement.pk: {"entries": [], "shown": [], "holds": [], "taken_down": False} for agreement in agreements}
    ours = {"agreement__in": found.keys()}
    for detail in DecisionDetail.objects.filter(**ours).select_related("edition"):
        found[detail.agreement_id]["entries"].append(_entry(detail))
    for shown in Shown.objects.filter(**ours).select_related("edition"):
        found[shown.agreement_id]["shown"].append(
            rules.ShownEntry(
                tag=shown.digest_tag, use=Use(shown.use), edition=shown.edition.year, sequence=shown.sequence
            )
        )
    for hold in Hold.objects.open().filter(**ours).order_by("pk"):
        found[hold.agreement_id]["holds"].append(str(hold.get_kind_display()))
    for take_down in TakeDown.objects.open().filter(**ours):
        found[take_down.agreement_id]["taken_down"] = True
    return {
        agreement.pk: rules.History(
            entries=tuple(facts["entries"]),
            shown=tuple(facts["shown"]),
            holds=tuple(facts["holds"]),
            taken_down=facts["taken_down"],
            live=agreement.is_live,
            complete=len(facts["entries"]) == agreement.length,
        )
        for agreement in agreements
        for facts in [found[agreement.pk]]
    }


def _entry(detail: DecisionDetail) -> rules.Entry:
    return rules.Entry(
        sequence=detail.decision_id,
        effective=detail.effective_sequence,
        kind=Kind(detail.kind),
        answer=detail.answer,
        use=Use(detail.use) if detail.use else None,
        dial=Dial(detail.dial) if detail.dial else None,
        edition=detail.edition.year if detail.edition else None,
        tag=detail.digest_tag,
    )
