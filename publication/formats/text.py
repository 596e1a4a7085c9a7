"""The booklet as plain text: UTF-8, line feeds, at most 72 characters to a line where the words allow it."""

import textwrap
from collections.abc import Iterator

from publication.formats import wording
from publication.formats.edition import Edition, Leaf, Piece
from publication.formats.leaves import Breath, PicturePage, PullQuote, QuotationPage
from stories import tree

WIDTH = 72
TURNOVER = 6  # how far the rest of a long verse line hangs in from its beginning
MOST_INDENT = 40
THREAD = "-----  -----"  # the mended thread, in what a typewriter has
# Lines longer than this were broken by the writer to part paragraphs, not to make lines of verse.
LONG_LINE = 90


def text(edition: Edition) -> bytes:
    """The whole booklet: title, contents, stories, help, imprint."""
    pieces = [_title(edition), _contents(edition)]
    pieces += [_front(piece.tree) for piece in edition.front]
    for part in edition.parts:
        if part.title:
            pieces.append("\n\n".join(filter(None, [part.title.upper(), wrapped(part.intro)])))
        pieces += [_piece(item) if isinstance(item, Piece) else _leaf(item) for item in part.in_order()]
    pieces += [_asks(edition), _help(edition), _imprint(edition)]
    return ("\n\n\n\n".join(filter(None, pieces)) + "\n").encode()


def wrapped(words: str, *, indent: int = 0, hang: int = 0) -> str:
    """Prose in lines of at most WIDTH characters; words are never cut, also not at a hyphen."""
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=" " * min(indent, MOST_INDENT),
        subsequent_indent=" " * (min(indent, MOST_INDENT) + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _title(edition: Edition) -> str:
    lines = [wrapped(edition.title.upper()), wrapped(edition.subtitle), "", edition.publisher, edition.opens]
    return "\n".join(lines).strip() + "\n\n" + wrapped(wording.HARD_TO_READ)


def _contents(edition: Edition) -> str:
    lines = [wording.CONTENTS.upper(), ""]
    lines += [wrapped(tree.normal(piece.tree).title, hang=4) for piece in edition.front]
    for part in edition.parts:
        if part.title:
            lines += ["", wrapped(part.title)]
        margin = 2 if part.title else 0
        for piece in part.stories:
            story = tree.normal(piece.tree)
            credit = f" ({story.credit})" if story.credit else ""
            lines.append(wrapped(story.title + credit, indent=margin, hang=4))
    after = [wording.ASKS] * bool(edition.asks) + [wording.HELP] * bool(edition.help) + [wording.IMPRINT]
    return "\n".join([*lines, "", *after])


def _piece(piece: Piece) -> str:
    note = wrapped(f"{wording.CONTENT_NOTE}: {piece.content_note}") if piece.content_note else ""
    return _story(piece.tree, before=[note, wrapped(piece.standfirst)])


def _front(story: tree.StoryTree) -> str:
    """A piece before the stories, signed at its end."""
    story = tree.normal(story)
    nodes = map(_node, story.nodes)
    return "\n\n".join(filter(None, [_titled(story.title), *nodes, wrapped(story.credit)]))


def _story(story: tree.StoryTree, before: list[str]) -> str:
    story = tree.normal(story)
    head = [_titled(story.title), wrapped(story.credit), *before]
    return "\n\n".join([*filter(None, head), *filter(None, map(_node, story.nodes))])


def _titled(words: str) -> str:
    title = wrapped(words)
    return f"{title}\n{'=' * max(map(len, title.split(chr(10))))}"


def _node(node: tree.Node) -> str:
    match node:
        case tree.Paragraph():
            return _paragraph(node)
        case tree.Verse():
            return "\n\n".join("\n".join(_lines(stanza)) for stanza in node.stanzas)
        case tree.LetterPart():
            return _paragraph(node)
        case tree.Quotation():
            return textwrap.indent("\n\n".join(map(_paragraph, node.paragraphs)), "    ")
        case tree.Heading():
            return wrapped(node.text)
        case tree.Picture():
            words = map(_lines_of, node.transcript.split("\n\n"))
            return "\n\n".join(filter(None, [wrapped(f"[{node.description}]"), *words]))
        case tree.Break():
            return THREAD.center(WIDTH).rstrip()
    raise TypeError(f"no way to write a {type(node).__name__}")


def _lines(stanza: tree.Stanza, margin: int = 0) -> Iterator[str]:
    for line in stanza.lines:
        yield wrapped(_words(line.runs), indent=line.indent + margin, hang=TURNOVER)


def _paragraph(paragraph: tree.Paragraph | tree.LetterPart) -> str:
    return _lines_of(_words(paragraph.runs))


def _lines_of(words: str) -> str:
    """A paragraph with the writer's own line breaks, each line wrapped."""
    lines = words.split("\n")
    if max(map(len, lines)) > LONG_LINE:
        return "\n".join(map(wrapped, lines))
    spaces = [len(line) - len(line.lstrip(" ")) for line in lines]
    return "\n".join(wrapped(line.lstrip(" "), indent=n, hang=TURNOVER) for line, n in zip(lines, spaces, strict=True))


def _leaf(leaf: Leaf) -> str:
    """A page between stories: no heading, since it has none anywhere."""
    match leaf:
        case Breath(words=words):
            return "\n\n".join(filter(None, [_centred(THREAD), _centred(words)]))
        case PicturePage(description=description, caption=caption):
            return "\n\n".join(filter(None, [wrapped(f"[{description}]"), wrapped(caption)]))
        case QuotationPage(paragraphs=paragraphs, source=source):
            said = [textwrap.indent(textwrap.fill(words, WIDTH - 4), "    ") for words in paragraphs]
            return "\n\n".join([*said, wrapped(f"\u2014 {source}", indent=4, hang=2)])
        case PullQuote(tree=story):
            said = [_set_in(node) for node in tree.normal(story).nodes]
            return "\n\n".join(
                [*said, *([wrapped(f"\u2014 {story.credit}", indent=4, hang=2)] if story.credit else [])]
            )
    raise TypeError(f"no way to write a {type(leaf).__name__}")


def _set_in(node: tree.Node) -> str:
    """Words of a parent that stand alone, four spaces in, so that no line grows too wide."""
    match node:
        case tree.Verse(stanzas):
            return "\n\n".join("\n".join(_lines(stanza, margin=4)) for stanza in stanzas)
        case tree.Paragraph(runs):
            return "\n".join(wrapped(line.strip(" "), indent=4) for line in _words(runs).split("\n"))
    raise TypeError(f"no quotation holds a {type(node).__name__}")


def _centred(words: str) -> str:
    return "\n".join(line.center(WIDTH).rstrip() for line in textwrap.wrap(words, WIDTH - 16, break_on_hyphens=False))


def _words(runs: tuple[tree.Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _asks(edition: Edition) -> str:
    if not edition.asks:
        return ""
    pieces = [wording.ASKS.upper(), wrapped(edition.asks_intro)]
    for number, ask in enumerate(edition.asks, 1):
        start = f"{number}. "
        lines = [textwrap.fill(start + ask.what, WIDTH, subsequent_indent=" " * len(start), break_on_hyphens=False)]
        lines.append(wrapped(wording.asked_of(ask.to), indent=len(start), hang=2))
        pieces.append("\n".join(filter(None, lines)))
        for answer in ask.answers:
            says = f"{wording.answered(answer.who, answer.when)}: {answer.says}"
            pieces.append(wrapped(says, indent=len(start)).replace("\n", "\n" + " " * len(start)))
    return "\n\n".join(filter(None, pieces))


def _help(edition: Edition) -> str:
    if not edition.help:
        return ""
    lines = [wrapped(f"{line.name}: {line.phone}") + ("\n" + wrapped(line.says)).rstrip() for line in edition.help]
    return "\n\n".join(filter(None, [wording.HELP.upper(), wrapped(edition.help_intro), *lines]))


def _imprint(edition: Edition) -> str:
    paragraphs = [*edition.imprint, *wording.release(edition.number, edition.ledger_head)]
    return "\n\n".join([wording.IMPRINT.upper(), *map(wrapped, paragraphs)])
