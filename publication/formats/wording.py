"""The few words that the booklet itself says around the stories, the same in every file."""

CONTENTS = "Contents"
CONTENT_NOTE = "Before you read"
ASKS = "What must change"
HELP = "If you would like to talk to somebody"
TO_TALK = "To talk to somebody"
IMPRINT = "About this booklet"
PAGES = "Pages of the printed booklet"
NOTES = "Room for words of your own"
HARD_TO_READ = (
    "Some of these pages are hard to read. Where a story may be, a few words before it say why. "
    "You can stop at any time, and leave out any story. People who listen are at the end of this booklet."
)
# What a page between stories is called where it must be called something.
BREATH = "A pause"
PICTURE = "A picture"
PULL_QUOTE = "Words of a parent"
IN_BRAILLE = "Signs that have no braille are named in square brackets. An accent that has none is left out."
SKIP_TO_NEXT = "Leave this one out and go to the next story"
# The number of the page follows.
SKIP_TO_PAGE = "To leave this one out, go on to page"
SKIP_TO_CONTENTS = "Leave this one out and go to the contents"
# How a card's shapes are called where somebody chooses one to save.
SHAPES = {"square": "Square", "wide": "Wide"}
KINDS = {"prose": "Story", "poem": "Poem", "letter": "Letter"}


def minutes(number: int) -> str:
    """How long a story takes, in words: "1 minute to read"."""
    return "1 minute to read" if number == 1 else f"{number} minutes to read"


def release(number: str, ledger_head: str) -> tuple[str, ...]:
    """The last lines of the imprint: which release this is, and the head of the ledger of consent behind it."""
    lines = (f"Release {number}.",)
    return (*lines, f"Ledger of consent: {ledger_head}.") if ledger_head else lines


def asked_of(whom: str) -> str:
    """Who could change it: "To: the Home Secretary"."""
    return f"To: {whom}" if whom else ""


def answered(who: str, when: str) -> str:
    """Whose answer it is, and of when: "The Home Office, May 2027"."""
    return ", ".join(filter(None, (who, when)))


def ring(name: str, phone: str) -> str:
    """One line on a card: "To talk to somebody: The Invented Line, 0808 157 0000"."""
    return f"{TO_TALK}: {', '.join(filter(None, (name, phone)))}"


def dialled(phone: str) -> str:
    """The digits to dial, or nothing if these words are no number."""
    digits = "".join(character for character in phone if character in "+0123456789")
    return digits if len(digits) >= 3 else ""
