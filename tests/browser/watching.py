"""Watchmen for the browser journeys: what sets a cookie, and what axe says of a page that was shown without scripts."""

from urllib.parse import urlsplit

from tests.browser import axe


class Cookies:
    """Every answer that a browser got, to be asked afterwards which of them set a cookie."""

    def __init__(self):
        self.answers = []

    def over(self, page):
        page.context.on("response", self.keep)
        return page

    def keep(self, answer) -> None:
        self.answers.append(answer)

    def set_by(self) -> list[str]:
        """The addresses whose answer set one."""
        return [answer.url for answer in self.answers if answer.header_value("set-cookie")]

    def watched(self) -> set[str]:
        """The path of everything that was answered: a silent watchman must not look like a clean site."""
        return {urlsplit(answer.url).path for answer in self.answers}


class SecondLook:
    """Axe needs scripts. A page that was shown without them is laid, as it stood, before a browser that has them."""

    def __init__(self, page):
        self.page = page

    def finds_nothing(self, shown) -> None:
        html = shown.content()
        self.page.route(shown.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self.page.goto(shown.url)
        axe.finds_nothing(self.page)
        self.page.unroute(shown.url)
