"""Every answer carries the headers of DESIGN section 11."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from publication.headers import SafeHeadersMiddleware, with_nonce
from tests.publication.site import invent

pytestmark = pytest.mark.django_db


def directives(answer) -> dict[str, str]:
    parts = (part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    return dict(parts)


def test_a_public_page_allows_nothing_but_its_own_files(client):
    invent()
    answer = client.get("/")
    assert answer.status_code == 200
    found = directives(answer)
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["style-src"] == found["font-src"] == "'self'"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r"([a-z-]+=\(\)(, )?)+", answer["Permissions-Policy"])


@pytest.mark.parametrize("address", ["/", "/words/", "/exit/", "/nowhere/"])
def test_a_browser_that_signed_in_once_gets_no_cookie_outside_the_desk(client, settings, address):
    invent()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a session that ended long ago"
    answer = client.get(address)
    assert not answer.cookies
    assert not answer.has_header("Set-Cookie")


def test_the_desk_still_ends_a_dead_session(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a session that ended long ago"
    assert settings.SESSION_COOKIE_NAME in client.get("/admin/").cookies


def test_errors_carry_the_same_headers(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert directives(answer)["default-src"] == "'none'"


def test_no_public_page_has_an_inline_script_or_style(client):
    site = invent()
    for path in ["/", site.shelf.url, site.articles.url, site.about.url, "/nowhere/"]:
        html = client.get(path).content.decode()
        assert "<style" not in html
        assert not re.search(r"<script(?![^>]*\ssrc=)", html)
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html)


def test_nothing_on_a_public_page_comes_from_another_origin(client):
    invent()
    html = client.get("/").content.decode()
    assert not re.search(r"""(src|href)=["'](https?:)?//""", html)


def test_no_public_page_sets_a_cookie(client):
    site = invent()
    for path in ["/", site.shelf.url, site.about.url, "/nowhere/", "/robots.txt", "/favicon.ico"]:
        assert not client.get(path).cookies


def test_the_desk_gives_each_script_the_nonce_of_its_answer(admin_client):
    address = f"/admin/pages/{invent().about.pk}/edit/"
    answer = admin_client.get(address)
    nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[1]
    scripts = re.findall(r"<script\b[^>]*>", answer.content.decode())
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)
    assert answer["Cache-Control"] == "no-store"
    assert directives(answer)["script-src"] == f"'self' 'nonce-{nonce}'"
    assert nonce not in admin_client.get(address).content.decode()


def test_a_word_that_only_looks_like_a_script_is_left_alone():
    html = b'<p>scripts, &lt;script&gt;</p><scripture><script src="a"></script><SCRIPT>x</SCRIPT><script nonce="k">'
    assert with_nonce(html, "N") == (
        b'<p>scripts, &lt;script&gt;</p><scripture><script nonce="N" src="a"></script>'
        b'<script nonce="N">x</SCRIPT><script nonce="k">'
    )


def test_a_header_that_a_view_has_set_is_kept():
    def strict(request):
        answer = HttpResponse("x")
        answer["Referrer-Policy"] = "no-referrer"
        answer["Content-Security-Policy"] = "sandbox"
        return answer

    answer = SafeHeadersMiddleware(strict)(RequestFactory().get("/words/"))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Content-Security-Policy"] == "sandbox"


def test_strict_transport_is_asked_for_off_loopback_only(client):
    assert "Strict-Transport-Security" not in client.get("/robots.txt")
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        answer = SafeHeadersMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_a_preview_may_stand_in_a_frame_of_the_desk_and_nowhere_else(admin_client):
    site = invent()
    path = f"/admin/pages/{site.about.pk}/edit/preview/"
    page = admin_client.get(f"/admin/pages/{site.about.pk}/edit/")
    assert page.status_code == 200
    answer = admin_client.get(f"/admin/pages/{site.about.pk}/view_draft/")
    assert answer.status_code == 200
    assert directives(answer)["frame-ancestors"] == "'self'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert admin_client.get(path).status_code == 200
