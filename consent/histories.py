"""This file knows how an agreement's rows become the `History` that the rule reads."""

from collections.abc import Iterable

from consent import no_list, rules
from consent.dials import Dial
from consent.errors import NoListMissing
from consent.kinds import ABOUT_A_USE, Kind
from consent.models import Agreement, DecisionDetail, Hold, Shown, TakeDown
from consent.uses import Answer, Use


def history(agreement: Agreement) -> rules.History:
    """Everything the rule needs about one agreement."""
    return histories([agreement])[agreement.pk]


def histories(agreements: Iterable[Agreement]) -> dict[str, rules.History]:
    """The histories of many agreements by their id, in four queries however many they are."""
    agreements = list(agreements)
    found = {
        agreement.pk: {"entries": [], "shown": [], "holds": [], "taken_down": False, "marks": set()}
        for agreement in agreements
    }
    # Read before the tables: a no that comes between stands in a table and is not missed, never the other way round.
    listed = _listed()
    ours = {"agreement__in": found.keys()}
    for detail in DecisionDetail.objects.filter(**ours).select_related("edition"):
        found[detail.agreement_id]["entries"].append(_entry(detail))
        if detail.kind in ABOUT_A_USE and detail.answer == Answer.NO:
            found[detail.agreement_id]["marks"].add(detail.mark)
    for shown in Shown.objects.filter(**ours).select_related("edition"):
        found[shown.agreement_id]["shown"].append(
            rules.ShownEntry(
                tag=shown.digest_tag, use=Use(shown.use), edition=shown.edition.year, sequence=shown.sequence
            )
        )
    for hold in Hold.objects.open().filter(**ours).order_by("pk"):
        found[hold.agreement_id]["holds"].append(str(hold.get_kind_display()))
        found[hold.agreement_id]["marks"].add(hold.mark)
    for take_down in TakeDown.objects.open().filter(**ours):
        found[take_down.agreement_id]["taken_down"] = True
        found[take_down.agreement_id]["marks"].add(take_down.mark)
    return {
        agreement.pk: rules.History(
            entries=tuple(facts["entries"]),
            shown=tuple(facts["shown"]),
            holds=tuple(facts["holds"]),
            taken_down=facts["taken_down"],
            live=agreement.is_live,
            complete=len(facts["entries"]) == agreement.length,
            accounted=_accounted(agreement, facts["marks"], listed),
        )
        for agreement in agreements
        for facts in [found[agreement.pk]]
    }


def _accounted(agreement: Agreement, marks: set[str], listed: no_list.NoList | None) -> bool:
    """Whether the register shows all that the no-list knows. It does not once the list itself cannot be read."""
    return listed is not None and agreement.pk not in listed.erased and listed.of(agreement.pk) <= marks


def _listed() -> no_list.NoList | None:
    try:
        return no_list.read()
    except NoListMissing:
        return None


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
