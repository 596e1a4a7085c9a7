"""The pages between stories in the EPUB: a file each, so that a reading system turns the page. None has a heading."""

from html import escape

from publication.formats import wording
from publication.formats.epub_xhtml import PictureUrl, document, spoken, words_of
from publication.formats.leaves import Breath, Leaf, PicturePage, PullQuote, QuotationPage


def page(leaf: Leaf, *, language: str, picture_url: PictureUrl) -> str:
    """The whole file. Raises CannotSet for a character that XHTML cannot hold, by name."""
    match leaf:
        case Breath(words=words):
            said = f'<p dir="auto">{escape(words)}</p>' if words else ""
            return _leaf("breath", words or wording.BREATH, wording.BREATH, f'<hr class="thread"/>\n{said}', language)
        case PicturePage(sha256=sha256, description=description, caption=caption):
            image = f'<img src="{escape(picture_url(sha256))}" alt="{escape(description)}"/>'
            below = f'\n<figcaption dir="auto">{escape(caption)}</figcaption>' if caption else ""
            figure = f"<figure>{image}{below}</figure>"
            return _leaf("picture", caption or wording.PICTURE, wording.PICTURE, figure, language)
        case QuotationPage(paragraphs=paragraphs, source=source):
            said = "\n".join(f'<p dir="auto">{escape(words)}</p>' for words in paragraphs)
            words = (
                f'<blockquote>\n{said}\n</blockquote>\n<p class="source" dir="auto"><cite>{escape(source)}</cite></p>'
            )
            return _leaf("quotation", source, source, words, language)
        case PullQuote(code=code, tree=story):
            credit = f'\n<p class="source" dir="auto"><cite>{escape(story.credit)}</cite></p>' if story.credit else ""
            theirs = spoken(story.language if story.language != language else "")
            said = f'<blockquote{theirs}>\n<div class="story">\n{words_of(story, picture_url)}\n</div>\n</blockquote>'
            title = story.credit or wording.PULL_QUOTE
            return _leaf("quotation", title, wording.PULL_QUOTE, f"{said}{credit}", language, code=code)
    raise TypeError(f"no way to write a {type(leaf).__name__}")


def _leaf(kind: str, title: str, label: str, inner: str, language: str, **named: str) -> str:
    body = f'<section class="leaf {kind}" aria-label="{escape(label)}">\n{inner}\n</section>'
    return document(title, body, language=language, **named)
