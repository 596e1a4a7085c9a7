"""The public site and the desk's editor in a real browser: the site's own policy refuses nothing, axe finds nothing."""

import datetime
import re

import pytest

from publication.models import ArticleAuthor, ArticlePage, ArticleReference
from tests import as_migrated
from tests.publication.site import invent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site():
    made = invent()
    article = ArticlePage(
        title="What a year taught us",
        slug="year",
        standfirst="In short.",
        date=datetime.date(2026, 10, 2),
        body=[("text", "<h2>Asked</h2><p>They said so [1].</p>"), ("pull_quote", {"words": "Ask.", "who": ""})],
    )
    article.authors = [ArticleAuthor(name="Rosalind Ashe", role="Research Lead")]
    article.references = [ArticleReference(text="Ashe (2025) Asking first")]
    made.articles.add_child(instance=article)
    article.save_revision().publish()
    yield made
    as_migrated.give_back()


@pytest.fixture
def editor(desktop, site, django_user_model):
    """A page of the desk, signed in."""
    django_user_model.objects.create_superuser("ada", password="a long invented pass")
    desktop.goto("/admin/login/")
    desktop.get_by_label("Username").fill("ada")
    desktop.get_by_label("Password").fill("a long invented pass")
    desktop.get_by_role("button", name="Sign in").click()
    desktop.wait_for_url(re.compile("/admin/$"))
    return desktop


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/about/", "/booklets/", "/articles/", "/articles/year/", "/nowhere/"])
def test_axe_finds_nothing_on_the_public_pages(open_context, site, axe_finds_nothing, path, scheme):
    page = open_context(color_scheme=scheme)
    page.goto(path)
    axe_finds_nothing(page)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_its_window(open_context, site, width):
    page = open_context({"viewport": {"width": width, "height": 800}})
    for path in ["/", "/about/", "/booklets/", "/articles/year/", "/nowhere/"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_site_reads_without_scripts_and_leaves_no_cookie(any_phone, site):
    any_phone.goto("/")
    any_phone.get_by_role("link", name="Read their words").click()
    any_phone.get_by_role("heading", name="Booklets").wait_for()
    assert any_phone.context.cookies() == []


def test_the_editor_works_under_its_policy(editor, site):
    """Rows of an inline panel, the page chooser, the preview and the publishing menu, each with its scripts."""
    article = ArticlePage.objects.get()
    editor.goto(f"/admin/pages/{article.pk}/edit/")
    editor.get_by_role("button", name="Add reference").click()
    editor.locator("#id_references-1-text").fill("Vaughan (2024) Carrying")
    editor.locator("#id_date").click()
    editor.locator(".xdsoft_datetimepicker:visible").first.wait_for()
    editor.keyboard.press("Escape")
    editor.get_by_role("button", name=re.compile("Choose a page")).first.click()
    editor.locator(".modal-body").get_by_role("heading", name="Choose a page").or_(
        editor.locator(".modal-content h1, .modal-content h2").get_by_text("Choose a page")
    ).first.wait_for()
    editor.get_by_role("button", name="Close").last.click()
    editor.locator(".modal-body").wait_for(state="hidden")
    editor.get_by_role("button", name=re.compile("Toggle preview", re.I)).click()
    editor.frame_locator("iframe[title=Preview]").last.get_by_role("heading", name="What a year taught us").wait_for()
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    editor.get_by_text(re.compile("published")).first.wait_for()
    assert [reference.text for reference in ArticlePage.objects.get().references.all()] == [
        "Ashe (2025) Asking first",
        "Vaughan (2024) Carrying",
    ]


def test_the_picture_chooser_and_its_upload_form_work_under_their_policy(editor, site):
    editor.goto(f"/admin/pages/{site.about.pk}/edit/")
    editor.get_by_role("button", name=re.compile("Insert a block")).last.click()
    editor.get_by_role("option", name="Picture").click()
    editor.get_by_role("button", name="Choose an image").last.click()
    editor.get_by_role("tab", name="Upload").click()
    editor.get_by_label(re.compile("Title")).last.wait_for()
    editor.get_by_label(re.compile("Description")).last.wait_for()


def test_the_settings_of_the_site_open_under_their_policy(editor):
    for path in [
        "settings/publication/siteidentity/1/",
        "settings/publication/menus/1/",
        "snippets/publication/helpline/",
    ]:
        editor.goto(f"/admin/{path}")
        editor.get_by_role("main").wait_for()
    editor.goto("/admin/settings/publication/menus/1/")
    editor.get_by_role("button", name="Add page").first.click()
    editor.locator("#id_primary_items-2-title").wait_for()
