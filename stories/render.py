"""The HTML of a story: the desk, the parent's private page, the web and EPUB all show this.

It is well-formed XML as well, so EPUB takes it as it stands. Every block isolates its direction
(dir="auto"), so Arabic or Urdu reads rightly and cannot turn round what follows. The title, the
credit line and the story's own language (`lang` on what stands around it) are the page's to give.

A line of verse is a span ending in a break, its indent a number for the style sheet. The same number
of spaces stands before the span and a line feed after the break: a browser draws neither, but whoever
takes the text out of the page has every line and indent as the parent wrote it. A screen reader
hears lines and no "space, space". Gaps inside a line need `white-space: pre-wrap` on .line.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from stories.tree import (
    Break,
    Heading,
    LetterPart,
    Line,
    Node,
    Paragraph,
    Picture,
    Quotation,
    Run,
    Stanza,
    StoryTree,
    Verse,
    normal,
)

# What a page says itself. A page in another language passes its own `words`.
WORDS = {"transcript": "Words in the picture"}


def html(
    tree: StoryTree,
    *,
    picture_url: Callable[[str], str],
    heading_level: int = 2,
    words: Mapping[str, str] | None = None,
) -> SafeString:
    """The body as safe HTML. `picture_url` gives the address of a picture for the SHA-256 of its bytes;
    `heading_level` (2 to 6) is that of the story's headings; `words` replaces some of WORDS."""
    page = _Page(picture_url, min(max(heading_level, 2), 6), {**WORDS, **(words or {})})
    return mark_safe("\n".join(page.node(node) for node in normal(tree).nodes))  # noqa: S308  every text is escaped


def runs_html(runs: Iterable[Run]) -> SafeString:
    """The HTML of some runs: for a quotation that stands on its own."""
    return mark_safe("".join(_run(run) for run in runs))  # noqa: S308  every text is escaped


class _Page:
    def __init__(self, picture_url: Callable[[str], str], level: int, words: Mapping[str, str]):
        self.picture_url, self.level, self.words = picture_url, level, words

    def node(self, node: Node) -> str:
        match node:
            case Paragraph(runs):
                return f'<p dir="auto">{runs_html(runs)}</p>'
            case Verse(stanzas):
                return '<div class="verse">\n' + "\n".join(_stanza(stanza) for stanza in stanzas) + "\n</div>"
            case LetterPart(part, runs):
                return f'<p class="letter-{part}" dir="auto">{runs_html(runs)}</p>'
            case Quotation(paragraphs):
                return "<blockquote>\n" + "\n".join(self.node(each) for each in paragraphs) + "\n</blockquote>"
            case Heading(text):
                return f'<h{self.level} dir="auto">{escape(text)}</h{self.level}>'
            case Picture():
                return self.figure(node)
            case Break():
                return '<hr class="thread"/>'

    def figure(self, picture: Picture) -> str:
        address = escape(self.picture_url(picture.sha256))
        image = f'<img src="{address}" alt="{escape(picture.description)}"/>'
        if not picture.transcript:
            return f"<figure>{image}</figure>"
        paragraphs = [f"<p>{escape(self.words['transcript'])}</p>"] + [
            f'<p dir="auto">{_text(part)}</p>' for part in picture.transcript.split("\n\n")
        ]
        return f"<figure>{image}\n<figcaption>\n" + "\n".join(paragraphs) + "\n</figcaption></figure>"


def _stanza(stanza: Stanza) -> str:
    return '<p class="stanza" dir="auto">' + "<br/>\n".join(_line(line) for line in stanza.lines) + "</p>"


def _line(line: Line) -> str:
    indent = f' data-indent="{line.indent}"' if line.indent else ""
    return f'{" " * line.indent}<span class="line"{indent}>{runs_html(line.runs)}</span>'


def _run(run: Run) -> str:
    text = _text(run.text)
    if run.strong:
        text = f"<strong>{text}</strong>"
    if run.emphasis:
        text = f"<em>{text}</em>"
    if run.lang:
        text = f'<span lang="{escape(run.lang)}" dir="auto">{text}</span>'
    return text


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br/>\n")
