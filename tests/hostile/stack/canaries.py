"""Words that no machine holds by itself: one for each thing that a parent's browser tells a server."""

from tests.hostile.stack.browsing import Browser
from tests.stories import pictures

OF_THE_REQUEST = {
    "User-Agent": "Agentmarrowby",
    "X-Forwarded-For": "Forwardensley",
    "X-Real-IP": "Realquorndon",
    "Referer": "Refertwistleton",
    "Accept-Language": "Languelmscott",
    "Cookie": "Cookieharrowdene",
    "query": "Querystanthorpe",
    "path": "Pathwickenby",
}
OF_THE_STORY = {"text": "Storyquillfeather", "title": "Titlebrixlyn", "credit": "Creditwrenhollow"}
LONG, SAVED, SAID = "Longmarshwiggle", "Savedharrowby", "Saidlongforgan"
OF_THE_PICTURES = {"shows": "Shownwimborne", "file": "Filekilpatrick", "inside": pictures.CANARY}


def browser(port: int, **options) -> Browser:
    """A browser whose every request carries all of them."""
    told = OF_THE_REQUEST
    headers = {
        "User-Agent": f"Mozilla/5.0 ({told['User-Agent']})",
        "X-Forwarded-For": told["X-Forwarded-For"],
        "X-Real-IP": told["X-Real-IP"],
        "Referer": f"https://{told['Referer']}.example/",
        "Accept-Language": f"en-GB,{told['Accept-Language']};q=0.5",
        "Cookie": f"desk={told['Cookie']}; __Host-desk={told['Cookie']}; other={told['Cookie']}",
    }
    return Browser(port, headers, f"?from={told['query']}", **options)
