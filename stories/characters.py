"""Which characters a story may hold, and what the others become.

People paste from Word, WhatsApp, web pages and old e-mail. What they can see must survive; what
nobody can see must not decide a digest, hide a name from the editors or turn a line round. So:

- every way to end a line (CRLF, CR, vertical tab, form feed, NEL, U+2028, U+2029) is one line feed;
- every kind of space, no-break ones too, is one ordinary space: pasted pages are full of no-break
  spaces, and a line made of them cannot wrap on a telephone;
- a C1 control is the Windows-1252 character that it nearly always was ("don\\x92t"), as in browsers;
- other controls, soft hyphens, zero-width spaces, byte order marks, object marks, deprecated format
  characters, noncharacters and lone surrogates go: no letter is lost with them;
- bidi embeddings, overrides AND isolates go. Each needs a partner that pasting loses, and an override
  shows other words than the ones approved. Every block of ours carries dir="auto", which isolates it;
  the marks that hold no state (LRM, RLM, ALM) stay;
- word joiners, ZWJ and ZWNJ, combining marks, variation selectors and emoji flags stay: they change
  what is read in Persian, Hindi, Khmer or a family emoji;
- the result is NFC.
"""

import re
import unicodedata

_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_SPACES = dict.fromkeys(
    [0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x1C, 0x20), *range(0x2000, 0x200B)],
    " ",
)
_DROPPED = dict.fromkeys(
    [
        *(code for code in range(0x20) if chr(code) not in "\t\n" and code < 0x1C),
        0x7F,
        0xAD,
        0x200B,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFD),
        *range(0xFDD0, 0xFDF0),
        *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
        *range(0xD800, 0xE000),
    ]
)
_WINDOWS = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
_TABLE = _DROPPED | _WINDOWS | _SPACES | _LINE_ENDS
# Tag characters mean something only after a black flag: the flags of England, Scotland and Wales.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")
_UNSEEN = frozenset("\u061c\u180e\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064")


def clean(text: str, *, tab: str = " ") -> str:
    """The same words in allowed characters, NFC, with LF line ends and `tab` for each tab."""
    text = text.replace("\r\n", "\n").translate(_TABLE).replace("\t", tab)
    return unicodedata.normalize("NFC", _TAGS.sub(lambda match: match[1] or "", text))


def one_line(text: str) -> str:
    """Clean text with every stretch of white space made one space; "" if nothing can be seen."""
    text = " ".join(clean(text).split())
    return text if visible(text) else ""


def visible(text: str) -> bool:
    """Whether a reader would see anything: white space and joiners alone are nothing."""
    return text.isalnum() or any(char not in _UNSEEN and not char.isspace() for char in text)


def words_of(text: str) -> list[str]:
    """The words of a text in order, parted by white space."""
    return [word for word in text.split() if visible(word)]
