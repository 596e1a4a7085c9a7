"""The words as they stand: what she sent, and the final words once she was asked about them. Never the desk's draft."""

from django.http import HttpResponse
from django.utils.safestring import SafeString

from consent import notices
from consent.uses import Answer
from stories import render as rendering
from stories.actions import Visit
from stories.journey.final_words import FinalWords, final_words
from stories.journey.forms import YES_NO_LATER
from stories.journey.front import show
from stories.journey.pictures import picture_in_page
from stories.journey.wording import question


def words(request, visit: Visit, data=None, *, typed=None) -> HttpResponse:
    found = final_words(visit)
    context = {
        "sent": visit.opened.read("body"),
        "final": [{"words": one, "html": _html(one), "said": said_in_words(one)} for one in found],
    }
    return show(request, visit, "words", **context)


def _html(words: FinalWords) -> SafeString:
    return rendering.html(words.tree, picture_url=picture_in_page, heading_level=4)


def said_in_words(words: FinalWords) -> list[tuple[str, str]]:
    """Each question with her answer to just these words. A no beside a wish for a change is told as that."""
    notice, yes_or_no = notices.current(), dict(YES_NO_LATER)
    return [(question(use, notice)[0], str(yes_or_no[Answer(said)])) for use, said in words.said.items()]
