"""This file knows the roles of the desk and who holds one. A role is a group of accounts with a fixed name."""

TRIAGE = "Triage"
EDITORS = "Editors"
PUBLISHERS = "Publishers"
PARENT_EDITORS = "Parent editors"
ADMINISTRATORS = "Administrators"

ALL = (TRIAGE, EDITORS, PUBLISHERS, PARENT_EDITORS, ADMINISTRATORS)
STORY_ROLES = (EDITORS, PUBLISHERS)


def holds(user, *roles: str) -> bool:
    """Whether an active account holds one of these roles. Rank does not count: a superuser is in no role by itself."""
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_desk_roles"):
        user._desk_roles = frozenset(user.groups.filter(name__in=ALL).values_list("name", flat=True))
    return not user._desk_roles.isdisjoint(roles)


def may_edit(user) -> bool:
    """Editors and publishers work on cleared text; so may a superuser, since no sealed word is in it."""
    return holds(user, *STORY_ROLES) or bool(user.is_active and user.is_superuser)


def may_sign_off(user) -> bool:
    return holds(user, PUBLISHERS) or bool(user.is_active and user.is_superuser)


def may_triage(user) -> bool:
    """Who sees that contributions exist. Opening one needs a key of one's own as well."""
    return holds(user, TRIAGE)


def may_take_down(user) -> bool:
    """Everybody at the desk but the panel: what says no asks for no rank. Putting back takes two of them."""
    return may_edit(user) or holds(user, TRIAGE, ADMINISTRATORS)


def may_see_keys(user) -> bool:
    """Who sees the list of readers and may lock one. Every other act with keys needs an open vault as well."""
    return may_triage(user) or holds(user, ADMINISTRATORS) or bool(user.is_active and user.is_superuser)
