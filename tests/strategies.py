"""Arbitrary histories of consent, as the rule reads them. Few words and years, so that they meet often."""

import datetime

from hypothesis import strategies as st

from consent.dials import COME_DOWN, STAY, Dial
from consent.kinds import Kind
from consent.rules import EditionFacts, Entry, History, ShownEntry
from consent.uses import OUTSIDE, Answer, Use

USES = (Use.KEEP, Use.ONLINE, Use.PRINT)
TAGS = ("a" * 64, "b" * 64)
YEARS = (2027, 2028)

uses = st.sampled_from(USES)
outside_uses = st.sampled_from([use for use in USES if use in OUTSIDE])
tags = st.sampled_from(TAGS)
years = st.sampled_from(YEARS)
editions = years.map(EditionFacts)


@st.composite
def days(draw):
    """Days on both sides of every day on which something ends."""
    facts = draw(editions)
    edge = draw(st.sampled_from([facts.lapses_on, facts.stays_until]))
    return edge.replace(day=edge.day - 1) if draw(st.booleans()) else draw(st.sampled_from(_around(edge)))


def _around(edge):
    return [edge, edge + datetime.timedelta(days=1)]


@st.composite
def entries(draw, sequence: int):
    """One decision at this place of the ledger. Now and then it confirms, and counts from, an earlier place."""
    effective = draw(st.integers(1, sequence)) if draw(st.integers(0, 4)) == 0 else sequence
    # More yes than no, else hardly any history would end in use.
    answer = draw(st.sampled_from([Answer.YES, Answer.YES, Answer.YES, Answer.NO, Answer.LATER]))
    match draw(st.sampled_from([Kind.ANSWER, Kind.APPROVAL, Kind.APPROVAL, Kind.SPAN, Kind.DIAL])):
        case Kind.ANSWER:
            return Entry(sequence, effective, Kind.ANSWER, answer, use=draw(uses))
        case Kind.APPROVAL | Kind.SPAN as kind:
            return Entry(sequence, effective, kind, answer, use=draw(outside_uses), edition=draw(years), tag=draw(tags))
        case Kind.DIAL:
            word = draw(st.sampled_from([STAY, STAY, COME_DOWN]))
            return Entry(sequence, effective, Kind.DIAL, word, dial=Dial.SILENCE)


@st.composite
def histories(draw, stops: bool = True):
    """Some answers first, as a real journey leaves them, then anything in any order."""
    first = [Entry(n + 1, n + 1, Kind.ANSWER, Answer.YES, use=use) for n, use in enumerate(draw(st.sets(uses)))]
    length = draw(st.integers(0, 12))
    rest = [draw(entries(sequence)) for sequence in range(len(first) + 1, len(first) + 1 + length)]
    shown = draw(
        st.lists(
            st.builds(
                ShownEntry, tag=tags, use=outside_uses, edition=years, sequence=st.integers(0, len(first) + length)
            ),
            max_size=3,
        )
    )
    rarely = st.integers(0, 9).map(lambda number: stops and number == 0)
    return History(
        entries=(*first, *rest),
        shown=tuple(shown),
        holds=("Courts and police",) if draw(rarely) else (),
        taken_down=draw(rarely),
        live=not draw(rarely),
        complete=not draw(rarely),
        accounted=not draw(rarely),
    )
