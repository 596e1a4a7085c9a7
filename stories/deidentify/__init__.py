"""Looks for what could tell who a family is: text in, candidates out. Changes nothing by itself.

`find` marks candidates, `open_entities` says which still wait for a decision, `apply` carries
decisions through a whole text. Pure: no database, clock, request or log. It never says that a text
is safe, only that no candidate is open; the list of what no tool can see is the desk's (working_copy.UNSEEN).
"""

from stories.deidentify.candidates import Candidate, Label, Tier
from stories.deidentify.decisions import Decision, IncompleteDecision, Way, apply, open_entities
from stories.deidentify.entities import Entity, entities, find

__all__ = [
    "Candidate",
    "Decision",
    "Entity",
    "IncompleteDecision",
    "Label",
    "Tier",
    "Way",
    "apply",
    "entities",
    "find",
    "open_entities",
]
