"""This file knows the demonstration's published constants: who signs in, which words open what.

Everybody can read them here, so the places that hold them are marked (publication/marks.py), and a site
that is not in demonstration mode refuses to start on them. All people and stories in it are invented.
"""

from dataclasses import dataclass

from stories.roles import ADMINISTRATORS, EDITORS, PARENT_EDITORS, PUBLISHERS, TRIAGE


@dataclass(frozen=True)
class Login:
    name: str
    full_name: str
    groups: tuple[str, ...]
    does: str
    phrase: str = ""  # the unlock phrase, for those who may open the vault


@dataclass(frozen=True)
class ReturnWords:
    story: str
    words: str


# One password for all: it protects nothing, and eight of them would only be in the way.
PASSWORD = "booklet-in-spring"  # noqa: S105 (published on purpose)

# Signs the demonstration's first list of readers, where a real site walks to a machine without a network.
RECOVERY_SEED = b"the demonstration's recovery key"

LOGINS = (
    Login(
        "rosa",
        "Rosa Lindqvist",
        (TRIAGE, EDITORS),
        "opens what parents send, prepares it, edits",
        "lantern pebble wreath canyon tidy reclining",
    ),
    Login(
        "idris",
        "Idris Vaughan",
        (TRIAGE, EDITORS, PUBLISHERS),
        "checks a colleague's clearing, signs off, issues booklets",
        "gravel unfold saddlebag mulberry twig copper",
    ),
    Login("wren", "Wren", (PARENT_EDITORS,), "is on the panel of parents, who have no desk"),
    Login("admin", "Ada Quill", (ADMINISTRATORS,), "looks after accounts and settings; opens nothing sealed"),
)

# Words for stories in different places of their way, so that a visitor can be a parent at each of them.
RETURN_WORDS = (
    ReturnWords("a story in the booklet", "starlit enamel wildness ongoing pluck ranger quarry"),
    ReturnWords("a story whose final words wait for approval", "tabby bootlace harmony coasting good finished tassel"),
    ReturnWords("a story that nobody has opened yet", "breezy dandy stardust devotion landed judge simple"),
)
