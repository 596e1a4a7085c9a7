"""An article keeps every word it was given, and its references can be followed both ways."""

import datetime
import html as entities
import re
from pathlib import Path

import pytest

from publication.models import ArticleAuthor, ArticleLink, ArticlePage, ArticleReference
from tests.publication.site import invent

pytestmark = pytest.mark.django_db

# Beside the repository, not in it; where it is missing the invented article below still proves the same.
REAL = Path(__file__).resolve().parents[3] / "shared" / "real"

INVENTED = """\
What a year of listening taught us

Rosalind Ashe, Research Lead at the Invented Charity, writes about “listening” – and about café mornings.

For our 2026 booklet, parents met 11 times [1]. They said: ‘nobody asked us’ & nobody wrote it down (Ashe, 2025).

It costs < £40 a week to ask. Two sources say so [2] [1].


Ashe (2025) Asking first: a study of 3 towns

Lindqvist & Vaughan (2024) What parents carry"""


def entered(text: str) -> ArticlePage:
    """The article as an editor would enter it: a paragraph each, and the list after the gap as references."""
    body, _, sources = text.partition("\n\n\n")
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    rich = "".join(f"<p>{entities.escape(words)}</p>" for words in paragraphs[1:])
    page = ArticlePage(
        title="An article",
        slug="an-article",
        date=datetime.date(2019, 4, 2),
        standfirst=paragraphs[0],
        body=[("text", rich)],
    )
    page.authors = [ArticleAuthor(name="Rosalind Ashe", role="Research Lead")]
    page.references = [ArticleReference(text=source.strip()) for source in sources.split("\n\n") if source.strip()]
    invent().articles.add_child(instance=page)
    page.save_revision().publish()
    return page


def words_of(html: str) -> list[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return entities.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(p|li|h\d)>|<br/?>", " ", main))).split()


def in_order(wanted: list[str], found: list[str]) -> list[str]:
    """The wanted words that cannot be found one after the other."""
    rest = iter(found)
    return [word for word in wanted if not any(word == seen for seen in rest)]


ARTICLES = [pytest.param(INVENTED, id="invented")] + [
    pytest.param(file.read_text(encoding="utf-8"), id=file.stem) for file in sorted(REAL.glob("article-*.txt"))
]


@pytest.mark.parametrize("text", ARTICLES)
def test_every_word_of_an_article_is_on_its_page_in_order(client, text):
    page = entered(text)
    assert in_order(text.split(), words_of(client.get(page.url).content.decode())) == []


def test_a_lost_word_would_be_noticed():
    assert in_order(["one", "two", "three"], ["one", "three"]) == ["two", "three"]


def test_references_can_be_followed_both_ways(client):
    html = client.get(entered(INVENTED).url).content.decode()
    for target in re.findall(r'href="#((?:reference|cited)-[\d-]+)"', html):
        assert html.count(f'id="{target}"') == 1, target
    assert html.count('href="#reference-1"') == 2
    assert html.count('class="reference-back" href="#cited-1-') == 2


def test_the_byline_has_name_role_and_a_date_in_full(client):
    html = client.get(entered(INVENTED).url).content.decode()
    assert "Rosalind Ashe</span>, Research Lead" in html
    assert '<time datetime="2019-04-02">2 April 2019</time>' in html


def test_an_article_shows_its_pull_quote_and_its_neighbours_but_not_those_taken_down(client):
    page = entered(INVENTED)
    site_articles = page.get_parent()
    near, away = (
        ArticlePage(
            title=title, slug=title.lower(), date=datetime.date(2020, 1, 1), body=[("text", "<p>x</p>")], live=live
        )
        for title, live in (("Nearby", True), ("Away", False))
    )
    site_articles.add_child(instance=near)
    site_articles.add_child(instance=away)
    page.links = [ArticleLink(article=near), ArticleLink(article=away)]
    page.body = [("pull_quote", {"words": "Nobody asked us.", "who": "a father"})]
    page.save()
    html = client.get(page.url).content.decode()
    assert 'class="pull-quote"' in html
    assert "Nobody asked us." in html
    assert "Nearby" in html
    assert "Away" not in html


def test_the_list_of_articles_is_newest_first(client):
    page = entered(INVENTED)
    newer = ArticlePage(title="Newer words", slug="newer", date=datetime.date(2026, 1, 1), body=[("text", "<p>x</p>")])
    page.get_parent().add_child(instance=newer)
    html = client.get("/articles/").content.decode()
    assert html.index("Newer words") < html.index("An article")
