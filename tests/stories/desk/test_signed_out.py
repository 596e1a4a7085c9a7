"""Whoever was signed out in the middle of writing gets what they typed back, to copy it, and no secret with it."""

import html

from django.test import Client
from django.urls import reverse

TYPED = {
    "text": "An hour of work & <more>,\r\nthat nobody may lose.",
    "decision-0-replacement": "my daughter",
    "decision-0-entity": "name:brixlyn of somewhere",
    "phrase": "lantern pebble wreath canyon tidy reclining",
    "csrfmiddlewaretoken": "of a session that has ended",
}


def send(contribution, **headers):
    url = reverse("contribution:prepare", args=[contribution.pk])
    return Client(enforce_csrf_checks=True).post(url, TYPED, headers=headers)


def test_what_was_typed_is_shown_again_and_kept_by_no_browser(desk):
    contribution, _ = desk.send()
    page = send(contribution, **{"Sec-Fetch-Site": "same-origin"})
    said = html.unescape(page.content.decode())
    assert page.status_code == 403 and "no-store" in page["Cache-Control"]
    assert TYPED["text"] in said and "my daughter" in said and "<more>" not in page.content.decode()
    assert "Nothing was saved, but what you typed stands below" in said
    for secret in ("phrase", "decision-0-entity", "csrfmiddlewaretoken"):
        assert TYPED[secret] not in said


def test_what_another_site_sends_is_not_shown(desk):
    contribution, _ = desk.send()
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        page = send(contribution, **headers)
        assert page.status_code == 403 and "An hour of work" not in page.content.decode()
        assert "Nothing was saved." in page.content.decode()
