"""What no tool can see: asked of a person each time, before a text may be cleared."""

# Code, and the question as the editor reads it. The codes are stored; the questions may be worded anew.
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("nickname", "Nicknames, pet names and initials that friends would know"),
    ("work", "Somebody's work, rank or post, where few hold it"),
    ("town", "How large or small the place is, its landmarks, its weather, its roads"),
    ("family", "The family's shape: twins, an only child, the number and order of children"),
    ("news", "Anything that was in the news or online: a search, a march, a trial, a campaign"),
    ("court", "What a court decided, a sentence, or how many were charged"),
    ("event", "An injury, illness, death or event that people would remember"),
    ("order", "The exact order of events and the time between them"),
    ("background", "Faith, origin, language, disability, where few nearby share it"),
    ("style", "Words, sayings or spelling by which others would know the writer"),
    ("others", "Other people: a friend, a witness, another child, those who did harm"),
)
CODES = frozenset(code for code, _ in QUESTIONS)
